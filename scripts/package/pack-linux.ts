import { rmSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { build, Platform, type Configuration } from 'electron-builder'
import { electronBinary, ELECTRON } from '../electron-binary.ts'
import { bundleDesktop } from './bundle.ts'
import { thirdPartyNotices } from './notices.ts'
import { writeStubElectron } from './stub-electron.ts'

const FONTS = 'src-renderer/fonts'
/** Packaged as they are, beside what is bundled. */
const NATIVE = ['better-sqlite3', 'onnxruntime-node', 'onnxruntime-common'].map((name) => `node_modules/${name}`)

export interface Packed {
  /** The folder to give away. */
  readonly folder: string
  /** Electron's binary was not here, so the package cannot start; all else in it is as it would be. */
  readonly isStub: boolean
}

/** Builds and packs the desktop app for Linux into a folder. */
export async function packLinux(into: string): Promise<Packed> {
  const output = resolve(into)
  rmSync(output, { recursive: true, force: true })
  const app = join(output, 'app')
  const notices = join(app, 'THIRD-PARTY-NOTICES.txt')
  const bundled = await bundleDesktop(app)
  writeFileSync(notices, thirdPartyNotices([...bundled, ...NATIVE], FONTS))
  const binary = electronBinary(ELECTRON)
  const stub = join(output, 'stub-electron')
  if (binary === undefined) await writeStubElectron(stub)
  const config: Configuration = {
    electronDist: binary === undefined ? stub : dirname(binary), directories: { output },
    files: [{ from: join(app, 'dist'), to: 'dist' }],
    extraFiles: [{ from: notices, to: 'THIRD-PARTY-NOTICES.txt' }],
  }
  await build({ targets: Platform.LINUX.createTarget('dir'), publish: 'never', config })
  const folder = join(output, 'linux-unpacked')
  // What Electron shows when it is given no program.
  rmSync(join(folder, 'resources/default_app.asar'), { force: true })
  return { folder, isStub: binary === undefined }
}
