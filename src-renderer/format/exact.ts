/** Decimal text as an integer and the number of its decimals. */
interface Exact {
  readonly digits: bigint
  readonly decimals: number
}

/** The exact sum of decimal texts; null when one of them is not known. */
export function sumOf(texts: readonly (string | null)[]): string | null {
  const parts = texts.map((text) => (text === null ? null : exactOf(text)))
  const decimals = Math.max(0, ...parts.map((part) => part?.decimals ?? 0))
  let digits = 0n
  for (const part of parts) {
    if (part === null) return null
    digits += part.digits * 10n ** BigInt(decimals - part.decimals)
  }
  return textOf({ digits, decimals })
}

/** The exact product of two decimal texts. */
export function productOf(a: string, b: string): string {
  const [one, other] = [exactOf(a), exactOf(b)]
  return textOf({ digits: one.digits * other.digits, decimals: one.decimals + other.decimals })
}

/** 12.5 → −12.5, for a loss that is told without its sign. */
export const negated = (text: string): string => textOf({ ...exactOf(text), digits: -exactOf(text).digits })

function exactOf(text: string): Exact {
  const [whole = '0', fraction = ''] = text.split('.')
  return { digits: BigInt(whole + fraction), decimals: fraction.length }
}

function textOf({ digits, decimals }: Exact): string {
  const body = String(digits < 0n ? -digits : digits).padStart(decimals + 1, '0')
  const cut = body.length - decimals
  return `${digits < 0n ? '-' : ''}${body.slice(0, cut)}${decimals > 0 ? `.${body.slice(cut)}` : ''}`
}
