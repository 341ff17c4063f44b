import type { PageFiles } from '../base/system-page-files.ts'

const HOST = 'ui'
export const PAGE_SCHEME = 'app:'
export const PAGE_URL = 'app://ui/index.html'

/** Looked up in the list by the path exactly as it is asked for: nothing is decoded, joined or guessed. */
export function pageFile(files: PageFiles, url: string): ReturnType<PageFiles['get']> {
  const address = URL.parse(url)
  return isPage(address) && address.username === '' && address.port === '' ? files.get(address.pathname) : undefined
}

export const isPageUrl = (url: string): boolean => isPage(URL.parse(url))

const isPage = (address: URL | null): address is URL => address?.protocol === PAGE_SCHEME && address.hostname === HOST
