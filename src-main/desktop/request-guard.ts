import { z } from 'zod/mini'
import type { DesktopBridge, ShellRequest } from '../../src-shared/contract/desktop.ts'
import { name, type Schema } from '../../src-shared/contract/schemas.ts'
import { isPageUrl } from './page-address.ts'

export type ShellArguments<R extends ShellRequest> = Parameters<DesktopBridge[R]>

export const ARGUMENTS: { readonly [R in ShellRequest]: Schema<ShellArguments<R>> } = {
  newWindow: z.tuple([]),
  saveExport: z.tuple([name, z.string().check(z.minLength(1), z.maxLength(200))]),
  setPreferences: z.tuple([z.strictObject({ language: z.enum(['en', 'ko']), theme: z.enum(['dark', 'light', 'system']) })]),
  versions: z.tuple([]),
  connect: z.tuple([]),
}

const CHARACTERS_MAX = 4_096

/** What can be said of a frame: its address, and where it stands. */
interface Frame {
  readonly url: string
  readonly parent: object | null
  readonly frameTreeNodeId: number
}

/** Only the main frame of a window, and only while it shows our page, is answered. */
export const isOwnFrame = (frame: Frame | null, mainFrame: Frame): boolean => frame !== null && frame.parent === null && frame.frameTreeNodeId === mainFrame.frameTreeNodeId && isPageUrl(frame.url)

/** Throws for arguments that are too long or not what the request takes. */
export function readArguments(request: ShellRequest, args: readonly unknown[]): readonly unknown[] {
  if (JSON.stringify(args).length > CHARACTERS_MAX) throw new Error('refused: too long')
  const { success, data } = ARGUMENTS[request].safeParse(args)
  if (!success) throw new Error('refused: malformed')
  return data
}
