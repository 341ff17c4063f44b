import type { ShellPreferences } from '../../src-shared/contract/desktop.ts'

/** In English and in Korean. Names in braces are filled in. */
export type Pair = readonly [en: string, ko: string]

const TEXTS = {
  'app.name': ['Haetae', '해태'],
  'menu.file': ['File', '파일'],
  'menu.new-window': ['New window', '새 창'],
  'menu.close-window': ['Close window', '창 닫기'],
  'menu.quit': ['Quit Haetae', '해태 종료'],
  'menu.trading': ['Trading', '매매'],
  'menu.start': ['Start trading', '매매 시작'],
  'menu.stop': ['Stop trading', '매매 중지'],
  'menu.flatten': ['Close all positions…', '전체 청산…'],
  'menu.edit': ['Edit', '편집'],
  'menu.undo': ['Undo', '실행 취소'],
  'menu.redo': ['Redo', '다시 실행'],
  'menu.cut': ['Cut', '잘라내기'],
  'menu.copy': ['Copy', '복사'],
  'menu.paste': ['Paste', '붙여넣기'],
  'menu.select-all': ['Select all', '모두 선택'],
  'menu.view': ['View', '보기'],
  'menu.reload': ['Reload window', '창 새로 고침'],
  'menu.zoom-in': ['Zoom in', '확대'],
  'menu.zoom-out': ['Zoom out', '축소'],
  'menu.zoom-reset': ['Actual size', '실제 크기'],
  'menu.full-screen': ['Full screen', '전체 화면'],
  'menu.developer-tools': ['Developer tools', '개발자 도구'],
  'menu.show': ['Show Haetae', '해태 열기'],

  'tray.off': ['Haetae: not running', '해태: 실행 중 아님'],
  'tray.trading': ['Haetae: trading, {positions} open', '해태: 매매 중, 포지션 {positions}건'],
  'tray.stopped': ['Haetae: not trading, {positions} open', '해태: 매매 중지, 포지션 {positions}건'],
  'tray.attention': ['Haetae: needs attention', '해태: 확인 필요'],

  'flatten.title.one': ['Close the position at market?', '포지션 1건을 시장가로 청산합니까?'],
  'flatten.title.other': ['Close all {count} positions at market?', '포지션 {count}건을 모두 시장가로 청산합니까?'],
  'flatten.detail': ['Each position is closed at the market price, with fees and slippage. Working orders are cancelled.', '각 포지션을 시장가로 청산하며 수수료와 슬리피지가 발생합니다. 남은 주문은 취소합니다.'],
  'flatten.go': ['Close all', '전체 청산'],
  'flatten.stay': ['Keep positions', '포지션 유지'],

  'close.title.one': ['A position is open. Close Haetae?', '포지션 1건이 열려 있습니다. 해태를 닫습니까?'],
  'close.title.other': ['{count} positions are open. Close Haetae?', '포지션 {count}건이 열려 있습니다. 해태를 닫습니까?'],
  'close.detail': [
    'In the tray Haetae goes on watching and closing positions. After quitting nothing trades: the stops rest at the venue and work without this app, and time exits wait for the next start.',
    '트레이에서는 해태가 계속 포지션을 지켜보고 청산합니다. 종료하면 매매하지 않습니다. 손절 주문은 거래소에 예약되어 있어 이 앱이 없어도 작동하고, 시간 청산은 다음 시작 때까지 기다립니다.',
  ],
  'close.detail-demo': [
    'In the tray Haetae goes on watching and closing positions. After quitting nothing trades, and the demo’s time stands still: the stops rest with the simulated venue until the next start.',
    '트레이에서는 해태가 계속 포지션을 지켜보고 청산합니다. 종료하면 매매하지 않고 데모의 시간도 멈춥니다. 손절 주문은 다음 시작까지 모의 거래소에 남아 있습니다.',
  ],
  'close.unprotected': ['Without a stop that is known to rest: {positions}.', '손절 주문이 확인되지 않은 포지션: {positions}건.'],
  'close.tray': ['Keep running in the tray', '트레이에서 계속 실행'],
  'close.quit': ['Quit', '종료'],
  'close.stay': ['Stay', '돌아가기'],

  'notice.alarm': ['Alarm', '경보'],
  'notice.warn': ['Attention', '주의'],
  'notice.refused': ['Not done', '실행되지 않음'],
  'notice.engine-gone': ['The engine ended and is started again. Stops rest at the venue.', '엔진이 종료되어 다시 시작합니다. 손절 주문은 거래소에 남아 있습니다.'],
  'notice.window-gone': ['A window failed and was loaded again. The engine was not affected.', '창에 문제가 생겨 다시 불러왔습니다. 엔진에는 영향이 없습니다.'],
  'notice.no-answer': ['The engine did not answer. Look at the window before asking again.', '엔진이 응답하지 않습니다. 다시 요청하기 전에 창을 확인하세요.'],

  'export.title': ['Keep the export', '내보낸 파일 저장'],
} as const

export type TextKey = keyof typeof TEXTS
type Values = Readonly<Record<string, string | number>>

/** Texts in one language. */
export type Words = (key: TextKey, values?: Values) => string

export const wordsOf = (language: ShellPreferences['language']): Words => (key, values = {}) => fill(TEXTS[key][language === 'ko' ? 1 : 0], values)

/** 'base.one' or 'base.other', with {count} filled in. */
export const counted = (words: Words, base: 'flatten.title' | 'close.title', count: number): string => words(count === 1 ? `${base}.one` : `${base}.other`, { count })

export const fill = (text: string, values: Values): string => text.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole))
