import type { Browser } from 'playwright-core'
import { launchChromium } from '../../scripts/page/chromium.ts'

/** Every name leads to this computer, so that a rebound name can be tried. */
export const openChromium = (): Promise<Browser> => launchChromium(['--host-resolver-rules=MAP evil.test 127.0.0.1'])
