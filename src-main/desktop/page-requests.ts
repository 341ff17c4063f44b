import { ipcMain, type IpcMainInvokeEvent, type WebContents } from 'electron'
import type { DesktopBridge, ShellRequest } from '../../src-shared/contract/desktop.ts'
import type { Clock } from '../base/clock.port.ts'
import { RateCap } from '../base/rate-cap.ts'
import { ARGUMENTS, isOwnFrame, readArguments, type ShellArguments } from './request-guard.ts'

/** What answers the page: with the key of the window that asks before the arguments of the bridge. */
export type PageAnswers = { readonly [R in ShellRequest]: (windowKey: string, ...args: ShellArguments<R>) => ReturnType<DesktopBridge[R]> }

const RATE = { most: 20, everyMs: 1_000 }

/** The one door from pages to the shell: whoever is not our page, asks too much, too often or the wrong thing is refused before anything happens. */
export function answerPages(keyOf: (contents: WebContents) => string | undefined, answers: PageAnswers, clock: Clock): void {
  const rates = new WeakMap<WebContents, RateCap>()
  const isBearable = (contents: WebContents): boolean => {
    const rate = rates.get(contents) ?? new RateCap(clock, RATE)
    rates.set(contents, rate)
    return rate.take()
  }
  const answer = (request: ShellRequest) => ({ sender, senderFrame }: IpcMainInvokeEvent, ...args: readonly unknown[]): unknown => {
    const windowKey = keyOf(sender)
    if (windowKey === undefined || !isOwnFrame(senderFrame, sender.mainFrame)) throw new Error('refused: not our page')
    if (!isBearable(sender)) throw new Error('refused: too many requests')
    return (answers[request] as (key: string, ...args: readonly unknown[]) => unknown)(windowKey, ...readArguments(request, args))
  }
  for (const request of Object.keys(ARGUMENTS) as ShellRequest[]) ipcMain.handle(request, answer(request))
}
