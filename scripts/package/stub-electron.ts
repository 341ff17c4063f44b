import { createPackage } from '@electron/asar'
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** By these bytes the place of the fuses is found in a program file; before them all are off or on as Electron ships them. */
const FUSE_SENTINEL = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX'
const FUSES = '11111111'

/** The files that the packer looks for, and a program file whose fuses can be set. It starts nothing. */
export async function writeStubElectron(folder: string): Promise<void> {
  const defaultApp = `${folder}-default-app`
  for (const part of [join(folder, 'locales'), join(folder, 'resources'), defaultApp]) mkdirSync(part, { recursive: true })
  const program = Buffer.concat([Buffer.from('\x7fELF'), Buffer.alloc(60), Buffer.from(FUSE_SENTINEL), Buffer.from([1, FUSES.length]), Buffer.from(FUSES), Buffer.alloc(64)])
  for (const name of ['electron', 'chrome-sandbox', 'chrome_crashpad_handler']) {
    writeFileSync(join(folder, name), program)
    chmodSync(join(folder, name), 0o755)
  }
  for (const name of ['version', 'LICENSE', 'LICENSES.chromium.html']) writeFileSync(join(folder, name), '')
  writeFileSync(join(defaultApp, 'main.js'), '')
  await createPackage(defaultApp, join(folder, 'resources/default_app.asar'))
}
