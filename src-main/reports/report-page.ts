import { html, Markup } from './markup.ts'
import { STYLE } from './report-style.ts'

/** A page of its own: no script, nothing from outside, every text escaped. */
export function reportPage(title: string, parts: readonly (Markup | null)[]): string {
  const page = html`<html lang="en"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark"><title>${title}</title><style>${new Markup(STYLE)}</style></head><body><main>${parts}</main></body></html>`
  return `<!doctype html>\n${page.text}\n`
}

export const section = (title: string, lead: string, content: Markup): Markup => html`<section><h2>${title}</h2><p>${lead}</p>${content}</section>`
export const madeBy = (program: string): Markup => html`<footer>Made by ${program}. A back-test is what would have been at these prices with these assumptions. It is no promise and no advice.</footer>`
