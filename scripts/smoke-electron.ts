import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { _electron, type ElectronApplication } from 'playwright-core'
import { buildIfStale } from './build-if-stale.ts'
import { ELECTRON, electronBinary } from './electron-binary.ts'
import { joinPage, type PageDoor } from './page/page-door.ts'

// npm run smoke:electron: the real Electron, once from start to end. Everywhere else the desktop is tested on a double of it.
const NOT_RUN = 77
const WAIT_MS_MAX = 300_000

const binary = electronBinary(ELECTRON)
if (binary === undefined) {
  console.log('not run: Electron’s binary is not here. node node_modules/electron/install.js fetches it.')
  process.exitCode = NOT_RUN
} else {
  buildIfStale()
  await smoke(binary)
}

async function smoke(executablePath: string): Promise<void> {
  const home = mkdtempSync(join(tmpdir(), 'haetae-smoke-'))
  const env = Object.fromEntries(Object.entries({ ...process.env, HAETAE_HOME: home }).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])))
  const app = await _electron.launch({ executablePath, args: ['dist/main/desktop.js'], env })
  try {
    const door = await joinPage(await app.firstWindow())
    await tellSetting(app, door)
    await trade(app, door)
    await quit(app)
  } finally {
    app.process().kill('SIGKILL')
    rmSync(home, { recursive: true, force: true })
  }
}

/** What only the real Electron can show. */
async function tellSetting(app: ElectronApplication, door: PageDoor): Promise<void> {
  const versions = (await door.page.evaluate('desktop.versions()')) as object
  const processes = await app.evaluate(({ app: main }) => main.getAppMetrics().map(({ type, name, sandboxed }) => ({ type, name, sandboxed })))
  const seen = (await door.page.evaluate('({ address: location.href, require: typeof require, process: typeof process, ports: testDoor.ports })')) as Readonly<Record<string, unknown>>
  tell('versions', versions)
  tell('page', seen)
  tell('processes', processes)
  if (seen['address'] !== 'app://ui/index.html' || seen['require'] !== 'undefined' || seen['process'] !== 'undefined') throw new Error('the window is not locked down')
}

async function trade(app: ElectronApplication, door: PageDoor): Promise<void> {
  const answer = await door.request('workstation.open', { requestId: crypto.randomUUID(), opening: { mode: 'demo', seed: 7, speed: 1_000, edge: 'trend' } })
  tell('demo', answer)
  await until('the demo runs', async () => (await door.latest('workstation'))?.phase === 'running')
  await until('books agree', async () => (await door.latest('status'))?.ready === true)
  await choose(app, 'trading.start')
  await until('trading', async () => (await door.latest('status'))?.trading === true)
  await until('a position', async () => (await door.request('desk.positions', null)).length > 0)
  tell('position', (await door.request('desk.positions', null))[0])
  await choose(app, 'trading.stop')
  await until('stopped', async () => (await door.latest('status'))?.trading === false)
  // The question that the program asks before it closes positions is answered with the second button.
  await app.evaluate(({ dialog }) => void (dialog.showMessageBox = () => Promise.resolve({ response: 1, checkboxChecked: false })))
  await choose(app, 'trading.flatten')
  await until('flat', async () => (await door.request('desk.positions', null)).length === 0)
}

async function quit(app: ElectronApplication): Promise<void> {
  const ended = new Promise((resolve) => app.process().once('exit', resolve))
  await choose(app, 'quit').catch(() => undefined)
  tell('exit code', await ended)
}

const choose = (app: ElectronApplication, id: string): Promise<unknown> => app.evaluate(({ Menu }, item) => Menu.getApplicationMenu()?.getMenuItemById(item)?.click(), id)

async function until(what: string, isTrue: () => Promise<boolean>): Promise<void> {
  const end = performance.now() + WAIT_MS_MAX
  while (!(await isTrue())) {
    if (performance.now() > end) throw new Error(`did not come: ${what}`)
    await sleep(200)
  }
  tell(what, true)
}

function tell(what: string, seen: unknown): void {
  console.log(`${what}: ${JSON.stringify(seen)}`)
}
