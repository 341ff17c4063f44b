import { join } from 'node:path'
import { app, Menu, nativeTheme, powerMonitor, type Event } from 'electron'
import type { Clock } from '../base/clock.port.ts'
import type { Ticker } from '../base/ticker.port.ts'
import type { Timer } from '../base/timer.port.ts'
import type { EnginePlace } from '../supervision/engine-handle.ts'
import { watchSleep } from '../supervision/sleep-watch.ts'
import { EngineLink } from './engine-link.ts'
import { Leaving } from './leaving.ts'
import { applicationMenu, type Commands, type MenuWanted } from './menu.ts'
import { Notices } from './notices.ts'
import { pageAnswers } from './page-answers.ts'
import { answerPages } from './page-requests.ts'
import { PowerGuard } from './power-guard.ts'
import { Questions } from './questions.ts'
import { ShellMemory } from './shell-memory.ts'
import { wordsOf, type Words } from './texts.ts'
import { toldText } from './told-texts.ts'
import { TrayIcon } from './tray-icon.ts'
import { offers, trayState } from './tray-state.ts'
import { Windows } from './windows.ts'

export interface ShellParts {
  /** The folder of all accounts, and the one that holds models/, dist/ and resources/. */
  readonly place: EnginePlace
  /** The folder of what the shell itself keeps. */
  readonly profile: string
  readonly wall: Clock
  readonly monotonic: Clock
  readonly ticker: Ticker
  readonly timer: Timer
}

/** Windows, tray, menus and notifications around an engine that lives in a process of its own. Nothing is decided here. */
export class Shell {
  readonly #parts: ShellParts
  readonly #memory: ShellMemory
  readonly #windows: Windows
  readonly #engine: EngineLink
  readonly #notices: Notices
  readonly #tray: TrayIcon
  readonly #power = new PowerGuard()
  readonly #commands: Commands
  readonly #questions: Questions
  readonly #leaving: Leaving
  #drawn = ''

  /** Needs the app to be ready. */
  constructor(parts: ShellParts) {
    const { place, profile, monotonic: clock, timer } = parts
    const pictures = join(place.root, 'resources')
    this.#parts = parts
    this.#memory = new ShellMemory(join(profile, 'shell.json'))
    this.#commands = {
      newWindow: () => this.#windows.openNext(),
      show: () => this.#windows.show(),
      start: () => void this.#ask('start-trading'),
      stop: () => void this.#ask('stop-trading'),
      flatten: () => void this.#flatten(),
      quit: () => void this.#leaving.leave(),
    }
    this.#notices = new Notices(clock, this.#commands.show)
    this.#engine = new EngineLink({
      place, clock, timer,
      onServing: () => this.#windows.all.forEach(({ webContents }) => this.#engine.connect(webContents)),
      onFacts: () => this.#draw(),
      onNotice: ({ level, told }) => this.#notices.show({ isAlarm: level === 'alarm', title: this.#words(`notice.${level}`), body: toldText(told, this.#language) }),
      onLost: () => this.#notices.show({ isAlarm: true, title: this.#words('notice.alarm'), body: this.#words('notice.engine-gone') }),
    })
    this.#questions = new Questions({ words: () => this.#words, front: () => this.#windows.front })
    this.#leaving = new Leaving({ engine: this.#engine, questions: this.#questions, windows: () => this.#windows, onEnd: () => this.#power.release() })
    this.#windows = new Windows({
      preload: join(place.root, 'dist/main/preload.cjs'), icon: join(pictures, 'icon.png'), isPackaged: app.isPackaged, memory: this.#memory, clock, timer,
      isDark: () => nativeTheme.shouldUseDarkColors,
      onPage: ({ webContents }) => this.#engine.connect(webContents),
      onClose: (event, window) => this.#leaving.onClose(event, window),
      onGone: () => this.#notices.show({ isAlarm: false, title: this.#words('notice.warn'), body: this.#words('notice.window-gone') }),
    })
    this.#tray = new TrayIcon(join(pictures, 'tray'), this.#commands.show)
  }

  start(): void {
    nativeTheme.themeSource = this.#memory.now.theme
    const answers = pageAnswers({ windows: this.#windows, engine: this.#engine, memory: this.#memory, words: () => this.#words, onPreferences: () => this.#draw() })
    answerPages((contents) => this.#windows.keyOf(contents), answers, this.#parts.monotonic)
    this.#listen()
    this.#draw()
    this.#engine.start()
    this.#windows.openRemembered()
  }

  #listen(): void {
    const { wall, monotonic, ticker } = this.#parts
    app.on('second-instance', this.#commands.show)
    app.on('activate', this.#commands.show)
    this.#leaving.listen()
    powerMonitor.on('suspend', () => this.#engine.suspend())
    powerMonitor.on('resume', () => void this.#engine.resume())
    watchSleep({ wall, monotonic, ticker }, () => void this.#engine.resume())
    // The system waits with its end until ours is orderly. The event is missing in the listener's type.
    powerMonitor.on('shutdown', ((event: Event) => {
      event.preventDefault()
      app.quit()
    }) as () => void)
  }

  get #language(): 'en' | 'ko' {
    return this.#memory.now.language ?? (app.getLocale().startsWith('ko') ? 'ko' : 'en')
  }

  get #words(): Words {
    return wordsOf(this.#language)
  }

  /** Menus, tray and power guard follow what is known of the engine, and the language. */
  #draw(): void {
    const { facts } = this.#engine
    const menu: MenuWanted = { words: this.#words, offers: offers(facts), commands: this.#commands, isPackaged: app.isPackaged }
    const positions = facts.summary?.openPositions ?? 0
    this.#power.follow(positions)
    const drawn = JSON.stringify([this.#language, menu.offers, trayState(facts), positions])
    if (drawn === this.#drawn) return
    this.#drawn = drawn
    Menu.setApplicationMenu(applicationMenu(menu))
    this.#tray.show(facts, menu)
  }

  async #ask(kind: 'start-trading' | 'stop-trading' | 'flatten'): Promise<void> {
    const outcome = await this.#engine.ask({ kind })
    if (outcome.kind === 'done') return
    const body = outcome.kind === 'refused' ? toldText(outcome.told, this.#language) : this.#words('notice.no-answer')
    this.#notices.show({ isAlarm: true, title: this.#words('notice.refused'), body })
  }

  async #flatten(): Promise<void> {
    const positions = this.#engine.facts.summary?.openPositions ?? 0
    if (await this.#questions.isFlattenMeant(positions)) await this.#ask('flatten')
  }
}
