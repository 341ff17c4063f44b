import { globSync, readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'

interface Manifest {
  readonly name: string
  readonly version: string
  readonly license?: string
}

/** Packages that are published without the text of their MIT licence, and who holds the rights. */
const HOLDERS: Readonly<Record<string, string>> = { 'agent-base': 'Nathan Rajlich', 'https-proxy-agent': 'Nathan Rajlich', 'fancy-canvas': 'TradingView, Inc.', 'onnxruntime-node': 'Microsoft Corporation', 'onnxruntime-common': 'Microsoft Corporation' }

/** What a licence asks to be told beside its text. */
const ASKED: Readonly<Record<string, string>> = { 'lightweight-charts': 'TradingView Lightweight Charts(TM). Copyright (c) TradingView, Inc. https://www.tradingview.com/' }

const mit = (holder: string): string => `MIT License

Copyright (c) ${holder}

Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated documentation files (the "Software"), to deal in the Software without restriction, including without limitation the rights to use, copy, modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and to permit persons to whom the Software is furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.`

const INTRODUCTION = 'Haetae contains the following software and fonts of others. Electron and Chromium, which it runs on, have theirs in LICENSE.electron.txt and LICENSES.chromium.html.'
const RULE = '-'.repeat(80)

/** The licences of the packages in these folders, and of the fonts, as one text. Throws for a package whose licence has no text. */
export function thirdPartyNotices(packageFolders: Iterable<string>, fontFolder: string): string {
  const packages = [...packageFolders].map(packageNotice).toSorted((a, b) => a.title.localeCompare(b.title, 'en'))
  const fonts = globSync('LICENSE-*.txt', { cwd: fontFolder }).toSorted().map((file) => ({ title: `Font: ${basename(file, '.txt').replace('LICENSE-', '')}`, text: readFileSync(join(fontFolder, file), 'utf8') }))
  return [INTRODUCTION, ...[...packages, ...fonts].map(({ title, text }) => `${RULE}\n${title}\n\n${text.trim()}`)].join('\n\n').concat('\n')
}

function packageNotice(folder: string): { readonly title: string; readonly text: string } {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest
  const texts = readdirSync(folder).filter((file) => /^(?:licen[sc]e|copying|notice)/i.test(file)).toSorted().map((file) => readFileSync(join(folder, file), 'utf8'))
  const holder = HOLDERS[name]
  if (texts.length === 0 && license === 'MIT' && holder !== undefined) texts.push(mit(holder))
  if (texts.length === 0) throw new Error(`${name} comes without the text of its licence (${license}): say in scripts/package/notices.ts who holds its rights`)
  return { title: `${name} ${version} (${license ?? 'see below'})`, text: [...(ASKED[name] === undefined ? [] : [ASKED[name]]), ...texts].join('\n\n') }
}
