import { protocol } from 'electron'
import { pageHeaders } from '../base/page-headers.ts'
import type { PageFiles } from '../base/system-page-files.ts'
import { pageFile } from './page-address.ts'

const HEADERS = pageHeaders("'none'")

/** Must run before the app is ready. */
export function registerPageScheme(): void {
  protocol.registerSchemesAsPrivileged([{ scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true } }])
}

export function servePage(files: PageFiles): void {
  protocol.handle('app', ({ url, method }) => {
    const file = method === 'GET' ? pageFile(files, url) : undefined
    if (!file) return new Response(null, { status: 404, headers: HEADERS })
    return new Response(new Uint8Array(file.body), { headers: { ...HEADERS, 'content-type': file.type } })
  })
}
