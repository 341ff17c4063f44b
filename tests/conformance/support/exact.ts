/** Arithmetic of decimal texts for values worked by hand: exact, and none of the project's own. */
interface Exact {
  readonly digits: bigint
  readonly scale: number
}

function parse(text: string): Exact {
  const found = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text)
  if (!found) throw new Error(`${text} is no plain decimal`)
  const [, sign, whole, part = ''] = found
  return { digits: BigInt(`${sign}${whole}${part}`), scale: part.length }
}

function write({ digits, scale }: Exact, decimals: number): string {
  const cut = scale > decimals ? digits / 10n ** BigInt(scale - decimals) : digits * 10n ** BigInt(decimals - scale)
  const text = (cut < 0n ? -cut : cut).toString().padStart(decimals + 1, '0')
  const whole = decimals === 0 ? text : `${text.slice(0, -decimals)}.${text.slice(-decimals)}`
  return cut < 0n ? `-${whole}` : whole
}

const DECIMALS_MAX = 30

/** a × b × …, cut toward zero. */
export const times = (decimals: number, ...factors: readonly string[]): string =>
  write(factors.map(parse).reduce((a, b) => ({ digits: a.digits * b.digits, scale: a.scale + b.scale })), decimals)

/** a + b + …, cut toward zero. */
export const sum = (decimals: number, ...terms: readonly string[]): string =>
  write({ digits: terms.map((term) => parse(write(parse(term), DECIMALS_MAX)).digits).reduce((a, b) => a + b, 0n), scale: DECIMALS_MAX }, decimals)

export const minus = (text: string): string => (text.startsWith('-') ? text.slice(1) : `-${text}`)

/** a ÷ b, cut toward zero. */
export const over = (decimals: number, a: string, b: string): string => {
  const [above, below] = [parse(a), parse(b)]
  return write({ digits: (above.digits * 10n ** BigInt(DECIMALS_MAX + below.scale)) / below.digits, scale: above.scale + DECIMALS_MAX }, decimals)
}

/** Without zeros at the end, as events write numbers. */
export const bare = (text: string): string => (text.includes('.') ? text.replace(/\.?0+$/, '') : text)
