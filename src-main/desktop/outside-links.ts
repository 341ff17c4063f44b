/** The notice of the charts' licence asks for this link. Everything else that leads out of the page leads nowhere. */
const OUTSIDE: ReadonlySet<string> = new Set(['https://www.tradingview.com/'])

/** Compared as a whole: a link that is allowed cannot carry anything along. */
export const isOpenOutside = (url: string): boolean => OUTSIDE.has(url)
