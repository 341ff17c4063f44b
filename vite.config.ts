import { globSync } from 'node:fs'
import { builtinModules } from 'node:module'
import { basename } from 'node:path'
import type { Rolldown } from 'vite'
import { defineConfig } from 'vitest/config'

/** Electron and native modules stay outside the bundle; the rest of the code becomes one file per process. */
const outside = [...builtinModules, /^node:/, 'electron', 'better-sqlite3', 'onnxruntime-node']

/** Of the order of tests and of the examples of properties: a run that was red is red again. Another one looks elsewhere. */
const TEST_SEED = Number(process.env['HAETAE_TEST_SEED'] ?? 1)

/** One build per process; each environment is one place code runs. A sandboxed preload has no ES modules. */
const processBuild = (entry: string, format: 'es' | 'cjs' = 'es') => ({
  consumer: 'server' as const,
  resolve: { noExternal: true as const, external: outside.filter((name) => typeof name === 'string') },
  build: {
    outDir: '../dist/main',
    emptyOutDir: false,
    rolldownOptions: { input: entry, external: outside, output: { format, entryFileNames: format === 'cjs' ? '[name].cjs' : '[name].js' } },
  },
})

const programs = Object.fromEntries(globSync('src-main/processes/*.ts').map((path) => [basename(path, '.ts'), processBuild(`../${path.replaceAll('\\', '/')}`)]))

/** `use client` in a library means nothing to a page that is all client. */
const withoutDirectives: NonNullable<Rolldown.InputOptions['onLog']> = (level, log, report) => {
  if (log.code !== 'MODULE_LEVEL_DIRECTIVE') report(level, log)
}

export default defineConfig({
  root: 'src-renderer',
  base: './',
  logLevel: 'warn',
  build: { outDir: '../dist/renderer', emptyOutDir: true, target: 'es2024', assetsInlineLimit: 0, modulePreload: { polyfill: false }, chunkSizeWarningLimit: 1_500, rolldownOptions: { onLog: withoutDirectives } },
  environments: {
    ...programs,
    preload: processBuild('../src-main/preload/preload.ts', 'cjs'),
  },
  builder: {},
  test: {
    root: '.',
    projects: [
      { extends: true, test: { name: 'core', root: '.', include: ['tests/{unit,property,contract,golden,architecture}/**/*.test.ts'], sequence: { shuffle: true, seed: TEST_SEED }, setupFiles: ['tests/support/seeded-properties.ts'], isolate: false, testTimeout: 30_000 } },
      { extends: true, test: { name: 'system', root: '.', include: ['tests/{simulation,e2e}/**/*.test.ts'], testTimeout: 240_000, hookTimeout: 120_000, maxWorkers: 2 } },
      { extends: true, test: { name: 'conformance', root: '.', include: ['tests/conformance/*.test.ts'], testTimeout: 30_000, maxWorkers: 2 } },
    ],
  },
})
