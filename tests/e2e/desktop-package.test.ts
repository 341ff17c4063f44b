import { createHash } from 'node:crypto'
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { homedir, tmpdir } from 'node:os'
import { join, matchesGlob, relative } from 'node:path'
import { extractAll, listPackage, statFile } from '@electron/asar'
import { FuseState, FuseV1Options, getCurrentFuseWire } from '@electron/fuses'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { packLinux, type Packed } from '../../scripts/package/pack-linux.ts'
import { openDesktop } from '../support/desktop-app.ts'
import { joinPage } from '../../scripts/page/page-door.ts'

/** Everything that may be inside, and must. */
const AGREED = [
  'package.json', 'dist/main/{desktop,engine,venue,jobs}.js', 'dist/main/preload.cjs', 'dist/main/assets/*.js', 'dist/renderer/index.html', 'dist/renderer/assets/*.{js,css,svg,woff2}',
  'models/*/artifact.json', 'models/*/model.onnx', 'resources/icon.png', 'resources/tray/{off,trading,stopped,attention}.png', 'resources/tray/{off,trading,stopped,attention}@2x.png',
  'node_modules/better-sqlite3/{package.json,LICENSE}', 'node_modules/better-sqlite3/lib/**/*.js', 'node_modules/better-sqlite3/prebuilds/linux-*.node',
  'node_modules/onnxruntime-node/package.json', 'node_modules/onnxruntime-node/dist/*.js', 'node_modules/onnxruntime-node/bin/*/linux/*/onnxruntime_binding.node', 'node_modules/onnxruntime-node/bin/*/linux/*/libonnxruntime.so.1',
  'node_modules/onnxruntime-common/package.json', 'node_modules/onnxruntime-common/dist/{cjs,esm}/package.json', 'node_modules/onnxruntime-common/dist/{cjs,esm}/*.js',
]
const SECRET = /-----BEGIN [A-Z ]*PRIVATE KEY-----|\bAKIA[0-9A-Z]{16}\b|\bgh[pousr]_[A-Za-z0-9]{36}\b|\bxox[abps]-[0-9A-Za-z-]{20,}|\bnpm_[A-Za-z0-9]{36}\b/
const PATIENCE = { timeout: 30_000, interval: 100 }

describe.skipIf(process.platform !== 'linux')('the Linux package', () => {
  const output = mkdtempSync(join(tmpdir(), 'haetae-package-'))
  let packed: Packed
  let archive: string
  let inside: string[]

  beforeAll(async () => {
    packed = await packLinux(relative(process.cwd(), output))
    archive = join(packed.folder, 'resources/app.asar')
    inside = listPackage(archive, { isPack: false }).map((path) => path.slice(1)).filter((path) => !('files' in statFile(archive, path)))
  })
  afterAll(() => rmSync(output, { recursive: true, force: true }))
  const unpacked = (path: string): string => join(packed.folder, 'resources/app.asar.unpacked', path)

  it('holds what was agreed, all of it and nothing else', () => {
    expect(inside.filter((path) => !AGREED.some((pattern) => matchesGlob(path, pattern)))).toEqual([])
    expect(AGREED.filter((pattern) => !inside.some((path) => matchesGlob(path, pattern)))).toEqual([])
    expect(inside.filter((path) => /\.(?:tsx?|map|env|pem|key|db)$|node-(?:linux|darwin|win|bin)/.test(path))).toEqual([])
  })

  it('keeps native modules where they can be loaded, for this platform only', () => {
    const natives = inside.filter((path) => /\.node$|\.so/.test(path))
    expect(natives).toHaveLength(3)
    expect(natives.filter((path) => !existsSync(unpacked(path)))).toEqual([])
    expect(natives.filter((path) => !path.includes(process.arch))).toEqual([])
  })

  it('has its fuses set', async () => {
    const wire = await getCurrentFuseWire(join(packed.folder, 'haetae'))
    const names = Object.keys(FuseV1Options).filter((name) => Number.isNaN(Number(name))) as (keyof typeof FuseV1Options)[]
    expect(names.filter((name) => wire[FuseV1Options[name]] === FuseState.ENABLE)).toEqual(expect.arrayContaining(['EnableCookieEncryption', 'EnableEmbeddedAsarIntegrityValidation', 'OnlyLoadAppFromAsar']))
    const off = names.filter((name) => wire[FuseV1Options[name]] === FuseState.DISABLE)
    expect(off.toSorted()).toEqual(['EnableNodeCliInspectArguments', 'EnableNodeOptionsEnvironmentVariable', 'GrantFileProtocolExtraPrivileges', 'LoadBrowserProcessSpecificV8Snapshot', 'RunAsNode'])
  })

  it('comes with its licence and those of what it contains', () => {
    const hash = (path: string): string => createHash('sha256').update(readFileSync(path)).digest('hex')
    expect(hash(join(packed.folder, 'LICENSE.txt'))).toBe(hash('LICENSE'))
    const notices = readFileSync(join(packed.folder, 'THIRD-PARTY-NOTICES.txt'), 'utf8')
    const titles = [...notices.matchAll(/^-{80}\n(.+)$/gm)].map(([, title]) => title!.replace(/ [\d.]+ .*$/, ''))
    expect(titles).toEqual(expect.arrayContaining(['react', 'react-dom', 'scheduler', 'zustand', 'zod', 'lightweight-charts', 'dockview-core', 'lucide-react', 'better-sqlite3', 'onnxruntime-node', 'Font: Pretendard', 'Font: JetBrainsMono']))
    for (const words of ['Copyright (c) Microsoft Corporation', 'Apache License', 'SIL OPEN FONT LICENSE', 'ISC License']) expect(notices).toContain(words)
  })

  it('starts as it was packed, opens a demo and tells no secret and no place of this computer', async () => {
    const folder = join(output, 'taken-out')
    extractAll(archive, folder)
    const texts = inside.filter((path) => /\.(?:c?js|json|css|html|svg)$/.test(path)).map((path) => ({ path, text: readFileSync(join(folder, path), 'utf8') }))
    expect(texts.filter(({ text }) => SECRET.test(text) || text.includes(process.cwd()) || text.includes(`${homedir()}/`)).map(({ path }) => path)).toEqual([])
    const app = await openDesktop({ program: join(folder, 'dist/main/desktop.js') })
    try {
      const door = await joinPage(app.page)
      await door.request('workstation.open', { requestId: crypto.randomUUID(), opening: { mode: 'demo', seed: 11, speed: 1_000, edge: 'trend' } })
      await expect.poll(async () => (await door.latest('workstation'))?.phase, PATIENCE).toBe('running')
      await expect.poll(async () => (await door.latest('status'))?.components.filter(({ healthy }) => healthy).length, PATIENCE).toBeGreaterThan(2)
    } finally {
      expect(await app.close()).toBe(0)
    }
  })

  it('is small beside what it has to bring', () => {
    const size = (path: string): number => statSync(path).size
    const natives = inside.filter((path) => /\.node$|\.so/.test(path)).reduce((sum, path) => sum + size(unpacked(path)), 0)
    expect(size(archive)).toBeLessThan(8_000_000)
    expect(natives).toBeLessThan(60_000_000)
  })
})
