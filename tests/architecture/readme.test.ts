import { createRequire } from 'node:module'
import { existsSync, globSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, it } from 'vitest'

const { forbidden } = createRequire(import.meta.url)('./layers.cjs') as { forbidden: readonly { readonly name: string }[] }
const pages = ['README.md', 'CONTRIBUTING.md', ...globSync('docs/**/*.md').map((path) => path.replaceAll('\\', '/'))].map((path) => ({ path, text: readFileSync(path, 'utf8') }))
const readme = pages[0]!.text
const page = (path: string): string => pages.find((known) => known.path === path)?.text ?? ''

/** Paths are written from the root, or from one of these. */
const ROOTS = ['.', 'src-main', 'src-shared', 'src-renderer', 'tests']
const found = (path: string): string | undefined => ROOTS.map((root) => join(root, path)).find(existsSync)
const quoted = (text: string): string[] => [...text.matchAll(/`([^`\n]+)`/g)].map(([, inside]) => inside!)

it('names every folder of the main process', () => {
  const folders = globSync('src-main/*/').map((path) => path.replaceAll('\\', '/').split('/')[1]!)
  expect(folders.length).toBeGreaterThan(15)
  expect(folders.filter((folder) => !readme.includes(`\`${folder}/\``))).toEqual([])
})

it('names no folder of the main process that is not there', () => {
  const rows = [...readme.split('Inside `src-main/`')[1]!.split('\n## ')[0]!.matchAll(/^\| `([a-z-]+)\/`/gm)].map(([, folder]) => folder!)
  expect(rows.filter((folder) => !existsSync(`src-main/${folder}`))).toEqual([])
})

it('fits a few screens', () => {
  expect(readme.split('\n').length).toBeLessThan(150)
})

it('links only to pages that are there', () => {
  const links = pages.flatMap(({ path, text }) => [...text.matchAll(/\]\(([^)#\s]+)(?:#[^)]*)?\)/g)].map(([, target]) => ({ path, target: target! })))
  expect(links.length).toBeGreaterThan(10)
  expect(links.filter(({ path, target }) => !/^https?:/.test(target) && !existsSync(join(dirname(path), target))).map(({ path, target }) => `${path} → ${target}`)).toEqual([])
})

it('names only files that are there, and in them only what is there', () => {
  const named = pages.flatMap(({ path, text }) => quoted(text).map((inside) => ({ path, match: /^([\w.-]+(?:\/[\w.-]+)+\.(?:tsx?|mjs|cjs|sql|md|json|onnx|css))(?:#(\w+))?$/.exec(inside) })))
  const wrong = named.flatMap(({ path, match }) => {
    if (!match) return []
    const [, file, name] = match
    const target = found(file!)
    if (!target) return [`${path}: there is no ${file}`]
    return name && !new RegExp(`\\b${name}\\b`).test(readFileSync(target, 'utf8')) ? [`${path}: ${file} has no ${name}`] : []
  })
  expect(named.filter(({ match }) => match?.[2]).length).toBeGreaterThan(15)
  expect(wrong).toEqual([])
})

it('has a row for each import rule in the table of the architecture', () => {
  expect(forbidden.map(({ name }) => name).filter((name) => !page('docs/architecture.md').includes(`\`${name}\``))).toEqual([])
})

it('explains each automatic check', () => {
  const names = [...readFileSync('scripts/test.ts', 'utf8').matchAll(/^ {2}(\w+): tool\(/gm)].map(([, name]) => name!)
  const folders = globSync('tests/*/').map((path) => path.replaceAll('\\', '/').split('/')[1]!).filter((folder) => folder !== 'support')
  expect([names.length > 2, folders.length > 5]).toEqual([true, true])
  expect([...names, ...folders.map((folder) => `tests/${folder}`)].filter((name) => !page('docs/checks.md').includes(`\`${name}\``))).toEqual([])
})
