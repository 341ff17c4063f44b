import { z } from 'zod'
import { multiplyDivideCut, parseDecimal } from '../../../src-shared/domain/decimal.ts'
import type { MarginTier } from '../../../src-shared/domain/instrument.ts'
import { MONEY_DECIMALS, ONE_RATE, RATE_DECIMALS, type Amount, type Rate } from '../../../src-shared/domain/units.ts'

interface Bracket {
  readonly info: { readonly notionalFloor: string; readonly notionalCap: string; readonly maintMarginRatio: string; readonly initialLeverage: string; readonly cum: string }
}

/** `isFuture`: it ends on a day, so it is none of ours; that is no fault of the table. */
export interface RefusedContract {
  readonly name: string
  readonly reason: string
  readonly isFuture: boolean
}

/** What a table of brackets tells. */
export interface LeverageTiers {
  readonly tiers: ReadonlyMap<string, readonly MarginTier[]>
  readonly refused: readonly RefusedContract[]
}

/** Only the venue's own texts are read: the numbers beside them went through a binary float. */
const text = z.string().max(40)
const bracket: z.ZodType<Bracket> = z.object({ info: z.object({ notionalFloor: text, notionalCap: text, maintMarginRatio: text, initialLeverage: text, cum: text }) })
const table: z.ZodType<Record<string, readonly Bracket[]>> = z.record(z.string(), z.array(bracket).min(1).max(50))

/** 'BTC/USDT:USDT'. What follows a dash is the day a future ends: that is no perpetual. */
const FUTURE = /:[A-Z]{2,10}-\d{6}$/
const PERPETUAL = /^([A-Za-z0-9]{1,30})\/([A-Z]{2,10}):([A-Z]{2,10})$/
/** As much money as a safe integer holds at eight decimals: some 90 million. */
const AMOUNT_MAX = BigInt(Math.floor(Number.MAX_SAFE_INTEGER / 10 ** MONEY_DECIMALS)) * 10n ** BigInt(MONEY_DECIMALS)

/** Reads margin brackets in the form of ccxt, by contract. Or says why the text is no such table. */
export function parseLeverageTiers(json: unknown): LeverageTiers | string {
  const parsed = table.safeParse(json)
  if (!parsed.success) return parsed.error.issues.slice(0, 3).map(({ path, message }) => `${path.join('.') || 'the file'}: ${message}`).join('; ')
  const tiers = new Map<string, readonly MarginTier[]>()
  const refused: RefusedContract[] = []
  for (const [name, brackets] of Object.entries(parsed.data)) {
    const isFuture = FUTURE.test(name)
    const [, base = '', quote = '', settle = ''] = PERPETUAL.exec(name) ?? []
    const found = base === '' || quote !== settle ? 'it is not a linear perpetual' : tiersOf(brackets)
    if (typeof found === 'string') refused.push({ name, reason: found, isFuture })
    else tiers.set(`${base}${quote}`, found)
  }
  return { tiers, refused }
}

/** Brackets that begin beyond what a safe integer holds are cut off. */
function tiersOf(brackets: readonly Bracket[]): readonly MarginTier[] | string {
  const tiers: MarginTier[] = []
  for (const [i, { info }] of brackets.entries()) {
    const floor = amountOf(info.notionalFloor)
    if (tiers.length > 0 && floor !== undefined && floor >= AMOUNT_MAX) return tiers
    const tier = tierOf(info, tiers.at(-1))
    const reason = typeof tier === 'string' ? tier : disorderOf(tier, tiers.at(-1))
    if (typeof tier === 'string' || reason !== undefined) return `bracket ${i + 1}: ${reason}`
    tiers.push(tier)
  }
  return tiers
}

/** Money in units of its eighth decimal, of any size. */
function amountOf(text: string): bigint | undefined {
  const [, whole = '', fraction = ''] = /^(\d{1,25})(?:\.(\d{1,8}))?$/.exec(text) ?? []
  return whole === '' ? undefined : BigInt(whole + fraction.padEnd(MONEY_DECIMALS, '0'))
}

function tierOf({ notionalFloor, notionalCap, maintMarginRatio, initialLeverage, cum }: Bracket['info'], before: MarginTier | undefined): MarginTier | string {
  const [floor, cap, told] = [amountOf(notionalFloor), amountOf(notionalCap), amountOf(cum)]
  const [rate, leverageMax] = [parseDecimal(maintMarginRatio, RATE_DECIMALS), parseDecimal(initialLeverage, 0)]
  if (floor === undefined || cap === undefined || told === undefined || rate === undefined || leverageMax === undefined) return 'one of its numbers is none'
  const deduction = before ? before.deduction + multiplyDivideCut(before.cap, rate - before.maintenanceRate, ONE_RATE) : 0
  if (BigInt(deduction) !== told) return `its deduction is "${cum}", but its rates make another`
  return { floor: Number(floor) as Amount, cap: Number(cap < AMOUNT_MAX ? cap : AMOUNT_MAX) as Amount, maintenanceRate: rate as Rate, deduction: deduction as Amount, leverageMax }
}

const NOTHING_BEFORE = { cap: 0, maintenanceRate: 0, leverageMax: Infinity }

function disorderOf({ floor, cap, maintenanceRate, leverageMax }: MarginTier, before: Pick<MarginTier, 'cap' | 'maintenanceRate' | 'leverageMax'> | undefined): string | undefined {
  const last = before ?? NOTHING_BEFORE
  if (floor !== last.cap || cap <= floor) return 'it does not begin where the one before ends, or ends before it begins'
  if (maintenanceRate <= last.maintenanceRate || maintenanceRate >= ONE_RATE) return 'its maintenance rate does not ascend'
  return leverageMax < 1 || leverageMax > last.leverageMax ? 'its leverage rises' : undefined
}
