import type { ShellPreferences } from '../../src-shared/contract/desktop.ts'
import type { ToldCode } from '../../src-shared/contract/told-codes.ts'
import type { Told } from '../../src-shared/contract/workstation-views.ts'
import { fill, type Pair } from './texts.ts'

/** What reaches a person outside of a window. The page has a text for every code; here are those that warn, and those that refuse what a menu asks. */
const TOLD: Readonly<Partial<Record<ToldCode, Pair>>> = {
  'alarm-naked-position': ['{instrument}: the position has no stop that is known to rest.', '{instrument}: 손절 주문이 확인되지 않은 포지션이 있습니다.'],
  'alarm-liquidation-distance': ['{instrument}: the mark price is close to liquidation.', '{instrument}: 마크 가격이 청산가에 가깝습니다.'],
  'alarm-custody-restless': ['{instrument}: protecting the position does not come to rest.', '{instrument}: 포지션 보호 주문이 안정되지 않습니다.'],
  'alarm-exit-refused': ['Closing order {order} was refused: {refusal}.', '청산 주문이 거부되었습니다: {order}, {refusal}.'],
  'latch-set': ['Trading is latched off: {latch}. Only a person clears it.', '매매가 잠겼습니다: {latch}. 사람만 해제할 수 있습니다.'],
  'exits-only': ['The engine died {crashes} times within five minutes. Only exits are made now.', '5분 안에 엔진이 {crashes}번 비정상 종료했습니다. 이제 청산만 합니다.'],
  'changes-adopted': ['Changes of an earlier session were kept beside the journal and are in it now: {changes}.', '이전 세션의 변경 {changes}건이 저널 밖에 보관되어 있었고 이제 저널에 기록되었습니다.'],
  'jobs-put-aside': ['Jobs of an earlier session cannot be taken up: this version does not understand them. The list was put aside as {file}; start them anew.', '이전에 시작한 작업을 이 버전이 읽을 수 없어 이어서 하지 못합니다. 목록은 {file}에 보관했습니다. 새로 시작하세요.'],
  'profile-put-aside': ['The saved settings could not be read and were put aside as {file}. The defaults are used.', '저장된 설정을 읽지 못해 따로 옮겼습니다: {file}. 기본값을 사용합니다.'],
  'not-ready': ['The books do not agree with the venue yet.', '장부와 거래소가 아직 맞지 않습니다.'],
  'not-running': ['Nothing is running. Choose a mode in the window.', '실행 중인 모드가 없습니다. 창에서 모드를 고르세요.'],
}

/** Values that are names. */
const NAMES: Readonly<Record<string, Pair>> = {
  'daily-loss': ['day loss limit reached', '당일 손실 한도 도달'],
  'drawdown': ['drawdown limit reached', '낙폭 한도 도달'],
  'books-differ': ['books and venue differ', '장부와 거래소 불일치'],
  'naked-position': ['a position could not be protected', '포지션을 보호하지 못함'],
  'restored-copy': ['books restored from a copy', '사본에서 복원한 장부'],
}

/** The sentence of a code; one without a text is shown with its values, so that nothing is hidden. */
export function toldText({ code, values }: Told, language: ShellPreferences['language']): string {
  const side = language === 'ko' ? 1 : 0
  const known = Object.hasOwn(TOLD, code) ? TOLD[code as ToldCode] : undefined
  const read = Object.entries(values).map(([name, value]) => [name, (Object.hasOwn(NAMES, value) ? NAMES[value]?.[side] : undefined) ?? value] as const)
  return known ? fill(known[side], Object.fromEntries(read)) : [code, ...read.map(([name, value]) => `${name} ${value}`)].join(' · ')
}
