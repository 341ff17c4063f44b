import { builtinModules } from 'node:module'
import { defineConfig } from 'vitest/config'

/** Native modules stay outside the bundle; the rest of the code becomes one file per process. */
const outside = [...builtinModules, /^node:/, 'better-sqlite3', 'onnxruntime-node']

/** One build per process; each environment is one place code runs. */
const processBuild = (entry: string) => ({
  consumer: 'server' as const,
  resolve: { noExternal: true as const, external: outside.filter((name) => typeof name === 'string') },
  build: {
    outDir: '../dist/main',
    emptyOutDir: false,
    rolldownOptions: { input: entry, external: outside, output: { format: 'es' as const, entryFileNames: '[name].js' } },
  },
})

export default defineConfig({
  root: 'src-renderer',
  base: './',
  logLevel: 'warn',
  build: { outDir: '../dist/renderer', emptyOutDir: true, target: 'es2024', assetsInlineLimit: 0, modulePreload: { polyfill: false }, chunkSizeWarningLimit: 1_000 },
  environments: {
    headless: processBuild('../src-main/processes/headless.ts'),
    venue: processBuild('../src-main/processes/venue.ts'),
    haetae: processBuild('../src-main/processes/haetae.ts'),
  },
  builder: {},
  test: {
    root: '.',
    projects: [
      { extends: true, test: { name: 'core', root: '.', include: ['tests/{unit,property,contract,golden,architecture}/**/*.test.ts'], sequence: { shuffle: true }, testTimeout: 30_000 } },
      { extends: true, test: { name: 'system', root: '.', include: ['tests/{simulation,e2e}/**/*.test.ts'], testTimeout: 240_000, hookTimeout: 120_000, maxWorkers: 2 } },
    ],
  },
})
