import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { launchChromium } from './page/chromium.ts'

// Draws resources/: the application's icon from the page's, and the tray's pictures. A state shows by its sign's form too, not by colour alone.
const SHIELD = readFileSync('src-renderer/icon.svg', 'utf8')
const GREY = '#8a95a1'
const SIGNS = {
  off: '',
  trading: '<circle cx="18" cy="18" r="5.4" fill="#2db487" />',
  stopped: '<rect x="13" y="13" width="10" height="10" rx="1.6" fill="#8a95a1" />',
  attention: '<path d="M18 11.6 24 23H12z" fill="#e5565f" />',
} as const
const SIZES = { '': 22, '@2x': 44 } as const

/** What is inside of the shield's svg, in one colour. */
const shield = (colour: string): string => SHIELD.replaceAll('#e8813a', colour)

const browser = await launchChromium()
const page = await browser.newPage()

async function draw(svg: string, size: number, path: string): Promise<void> {
  await page.setViewportSize({ width: size, height: size })
  await page.setContent(`<style>body{margin:0;background:transparent}svg{display:block;width:${size}px;height:${size}px;position:absolute;inset:0}</style>${svg}`)
  writeFileSync(path, await page.screenshot({ omitBackground: true, type: 'png' }))
}

const sign = (shape: string): string => `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24">${shape}</svg>`
const ground = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"><rect width="24" height="24" rx="5.2" fill="#101316" /></svg>'
const inset = SHIELD.replace('viewBox="0 0 24 24"', 'viewBox="-4 -4 32 32"')

mkdirSync('resources/tray', { recursive: true })
await draw(ground + inset, 512, 'resources/icon.png')
for (const [state, shape] of Object.entries(SIGNS)) {
  for (const [suffix, size] of Object.entries(SIZES)) await draw(shield(state === 'off' ? GREY : '#e8813a') + sign(shape), size, `resources/tray/${state}${suffix}.png`)
}
await browser.close()
