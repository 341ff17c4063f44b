import { z } from 'zod/mini'
import { parseDecimal } from '../../../../src-shared/domain/decimal.ts'
import type { MarginTier } from '../../../../src-shared/domain/instrument.ts'
import { MONEY_DECIMALS, RATE_DECIMALS, type Amount, type Rate } from '../../../../src-shared/domain/units.ts'
import type { Fields } from './fields.ts'

/** Number, floor, cap, maintenance rate, deduction, lowest and highest leverage. */
const wire = z.array(z.strictObject({ bs: z.int(), bnf: z.number(), bnc: z.number(), mmr: z.number(), cf: z.number(), mi: z.int(), ma: z.int() })).check(z.minLength(1))

/** `bks` of `contractInfo`. Null where it says nothing of brackets, undefined when they are not what the venue promises. */
export function readBrackets({ bks }: Fields): readonly MarginTier[] | null | undefined {
  if (bks === undefined || (Array.isArray(bks) && bks.length === 0)) return null
  const rows = wire.safeParse(bks).data?.toSorted((a, b) => a.bnf - b.bnf)
  if (!rows) return undefined
  const tiers = rows.map(({ bnf, bnc, mmr, cf, ma }) => ({ floor: scaled(bnf, MONEY_DECIMALS) as Amount, cap: scaled(bnc, MONEY_DECIMALS) as Amount, maintenanceRate: scaled(mmr, RATE_DECIMALS) as Rate, deduction: scaled(cf, MONEY_DECIMALS) as Amount, leverageMax: ma }))
  return areSound(tiers) ? tiers : undefined
}

/** NaN for what has more decimals than there may be. */
const scaled = (value: number, decimals: number): number => parseDecimal(String(value), decimals) ?? Number.NaN

const areSound = (tiers: readonly MarginTier[]): boolean =>
  tiers.every(({ floor, cap, maintenanceRate, deduction, leverageMax }, index) => floor === (index === 0 ? 0 : tiers[index - 1]!.cap) && cap > floor && maintenanceRate > 0 && deduction >= 0 && leverageMax >= 1)
