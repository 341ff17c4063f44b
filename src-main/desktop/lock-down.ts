import { app, session, shell, type WebContents } from 'electron'
import { isOpenOutside } from './outside-links.ts'
import { PAGE_SCHEME } from './page-address.ts'

/** From now on no page goes anywhere, opens anything or holds another page; the few links that lead outside open in the person's browser. */
export function lockContents(): void {
  app.on('web-contents-created', (_event, contents) => lock(contents))
}

function lock(contents: WebContents): void {
  const prevent = (event: { preventDefault(): void }): void => event.preventDefault()
  contents.on('will-navigate', prevent)
  contents.on('will-frame-navigate', prevent)
  contents.on('will-redirect', prevent)
  contents.on('will-attach-webview', prevent)
  contents.setWindowOpenHandler(({ url }) => {
    if (isOpenOutside(url)) void shell.openExternal(url)
    return { action: 'deny' }
  })
}

/** No permission, no device, no screen, and no request but for the page's own files. Needs the app to be ready. */
export function lockSession(isPackaged: boolean): void {
  const { defaultSession } = session
  const schemes = isPackaged ? [PAGE_SCHEME] : [PAGE_SCHEME, 'devtools:']
  defaultSession.setPermissionRequestHandler((_contents, _permission, answer) => answer(false))
  defaultSession.setPermissionCheckHandler(() => false)
  defaultSession.setDevicePermissionHandler(() => false)
  defaultSession.setDisplayMediaRequestHandler((_request, answer) => answer(null))
  defaultSession.webRequest.onBeforeRequest(({ url }, answer) => answer({ cancel: !schemes.includes(new URL(url).protocol) }))
}
