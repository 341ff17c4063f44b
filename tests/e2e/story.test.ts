import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readCsvRows } from '../support/read-csv.ts'
import { openHeadless, openInDesktop, type StoryHost } from '../support/story-hosts.ts'
import { WindowStory } from '../support/page-story.ts'
import { Complaints } from '../support/watched-page.ts'

// A person's first hour with the built program: engine, venue, journal and page are what people run. Each step goes on from the one before.
const SEED = 5
const PATIENCE = { timeout: 60_000, interval: 50 }
/** The promise is three seconds; a test computer may be slow, and a page that never says it must fail. */
const SAID_MS_MAX = 20_000

describe.each([['page in a browser', openHeadless], ['desktop window', openInDesktop]] as const)('%s', (name, open) => {
  const complaints = new Complaints()
  let host: StoryHost
  let story: WindowStory
  let second: WindowStory
  let held: readonly string[]
  let trades: readonly string[]
  beforeAll(async () => {
    host = await open(complaints)
    story = new WindowStory(host.page)
  })
  afterAll(() => host?.close())

  it('asks how to start, and starts a demo that trades when it is told to', async () => {
    await story.startDemo(SEED)
    await story.startTrading()
    await story.openTab('log')
    await expect.poll(() => story.page.getByText('Trading was switched on').count(), PATIENCE).toBe(1)
  })

  it('shows a round trip in the journal and a position in its panel', async () => {
    await story.trades()
    held = await story.holdPosition()
    trades = await story.trades()
    expect(trades.length).toBeGreaterThan(0)
  })

  it('says the same in the chart: the position and the round trips of its instrument', async () => {
    const [instrumentId = '', side = ''] = /^([A-Z]+)(Long|Short)$/.exec(held[0]!)?.slice(1) ?? []
    const text = await story.chartText(instrumentId)
    expect(text).toMatch(new RegExp(`Position\\s+${side} `))
    const [traded = ''] = trades[0]!.split(' ')
    expect(await story.chartText(traded)).toMatch(/Round trips here\s+(?!none)/)
  })

  it('exports what it shows', async () => {
    const exported = readCsvRows(await story.exportTrades(() => host.takeFile()))
    expect(exported.map((row) => `${row['instrument']} ${row['net']}`).toReversed()).toEqual(trades)
  })

  it('shows the same after a reload, and in a second window', async () => {
    await story.page.reload()
    expect(await story.trades()).toEqual(trades)
    await story.open('trade')
    await story.openTab('positions')
    await expect.poll(() => story.positions(), PATIENCE).toEqual(held)
    second = new WindowStory(await host.another())
    expect(await second.trades()).toEqual(trades)
    await second.open('trade')
    await second.openTab('positions')
    await expect.poll(() => second.positions(), PATIENCE).toEqual(held)
  })

  it('says that nothing trades when the engine is killed, and comes back with the same books', async () => {
    const pid = host.enginePid(SEED)
    const began = performance.now()
    process.kill(pid, 'SIGKILL')
    await story.page.getByText('Not trading', { exact: true }).waitFor({ timeout: SAID_MS_MAX })
    console.log(`${name}: "Not trading" ${((performance.now() - began) / 1_000).toFixed(1)} s after the engine was killed (3 s promised)`)
    await story.untilSaid('Auto-trading on')
    expect(host.enginePid(SEED)).not.toBe(pid)
    await expect.poll(() => story.positions(), PATIENCE).toEqual(held)
    expect(await story.trades()).toEqual(trades)
    await expect.poll(() => second.positions(), PATIENCE).toEqual(held)
  })

  it('goes on trading when a window’s renderer is killed', async () => {
    await second.setSpeed(1_000)
    const dead = story.page
    void (await dead.context().newCDPSession(dead)).send('Page.crash').catch(() => undefined)
    const before = await second.decisions()
    await expect.poll(() => second.decisions(), PATIENCE).toBeGreaterThan(before + 20)
    await expect.poll(() => second.page.locator('.status-bar').innerText(), PATIENCE).toMatch(/stops verified (\d+) of \1|No position/)
    expect(await second.page.getByText('Auto-trading on', { exact: true }).count()).toBe(1)
  })

  it('closes everything when it is told to, with one order for each position', async () => {
    held = await second.holdPosition()
    await second.flatten()
    await second.untilSaid('Auto-trading off')
    await second.openTab('orders')
    await expect.poll(() => second.rows('orders').filter({ hasText: 'Flattened' }).count(), PATIENCE).toBe(held.length)
  })

  it('had nothing to complain of', () => {
    expect(complaints.whileConnected).toEqual([])
  })
})
