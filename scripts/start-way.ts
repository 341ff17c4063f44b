import { electronBinary, fetchElectronOnce, type ElectronPlace } from './electron-binary.ts'

/** How `npm start` shows the workstation. `because` is for people; undefined where they asked for it. */
export type Way = { readonly kind: 'desktop'; readonly binary: string } | { readonly kind: 'headless'; readonly because?: string }

export interface Surroundings {
  readonly platform: NodeJS.Platform
  readonly env: Readonly<Record<string, string | undefined>>
  /** Undefined where users have no numbers. */
  readonly userId: number | undefined
}

/** Options are those of the headless program. Without any, the desktop window is opened where that can be. */
export async function wayToStart(args: readonly string[], electron: ElectronPlace, surroundings: Surroundings): Promise<Way> {
  if (args.length > 0) return { kind: 'headless' }
  const obstacle = obstacleTo(surroundings)
  if (obstacle !== undefined) return { kind: 'headless', because: obstacle }
  const because = electronBinary(electron) ? undefined : await fetchElectronOnce(electron)
  const binary = electronBinary(electron)
  return binary === undefined ? { kind: 'headless', because: because ?? 'Electron is not whole' } : { kind: 'desktop', binary }
}

/** Why a window cannot be opened here, whatever is installed. */
function obstacleTo({ platform, env, userId }: Surroundings): string | undefined {
  if (platform !== 'linux') return undefined
  if (!env['DISPLAY'] && !env['WAYLAND_DISPLAY']) return 'There is no display here'
  return userId === 0 ? 'A desktop window is not opened for root, whose pages would have no sandbox' : undefined
}
