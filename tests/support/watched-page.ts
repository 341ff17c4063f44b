import type { Page } from 'playwright-core'

/** What a browser logs when the host behind a page is gone: expected where a test ends the host. */
const LOST = /net::ERR_(?:CONNECTION_(?:REFUSED|RESET|CLOSED)|EMPTY_RESPONSE|INCOMPLETE_CHUNKED_ENCODING)|WebSocket connection to .* failed/

/** All that goes wrong in a page from now on: uncaught errors, console errors, dialogs nobody asked for, breaches of the content security policy. */
export class Complaints {
  readonly all: string[] = []

  async watch(page: Page): Promise<void> {
    page.on('pageerror', (error) => void this.all.push(`uncaught: ${error.stack ?? error.message}`))
    page.on('console', (message) => void (message.type() === 'error' && this.all.push(`console: ${message.text()}`)))
    page.on('dialog', (dialog) => {
      this.all.push(`dialog: ${dialog.message()}`)
      void dialog.dismiss()
    })
    await page.addInitScript(() => {
      addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI, sample }) => console.error(`breach of ${effectiveDirective}: ${blockedURI} ${sample}`))
    })
  }

  /** Without those about a host that was ended on purpose. */
  get whileConnected(): readonly string[] {
    return this.all.filter((complaint) => !LOST.test(complaint))
  }
}
