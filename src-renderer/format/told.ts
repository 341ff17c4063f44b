import { language, maybeText, t } from '../i18n/text.ts'
import { money, quantity, signedMoney } from './number.ts'
import { word } from './words.ts'

type Value = string | number
type Values = Readonly<Record<string, Value>>

interface Sentence {
  readonly code: string
  readonly values: Values
}

/** Values that are names of the engine, and the kind of name each is. */
const NAMES: Readonly<Record<string, string>> = {
  purpose: 'purpose', side: 'side', state: 'order-state', reason: 'reason', latch: 'latch', by: 'by', mode: 'mode', subject: 'subject', refusal: 'refusal', alarm: 'alarm',
}
const SIGNED: ReadonlySet<string> = new Set(['amount', 'realized', 'net'])
const MONEY: ReadonlySet<string> = new Set(['fee', 'equity', 'ledger'])
const QUANTITIES: ReadonlySet<string> = new Set(['quantity', 'price', 'venue', 'own', 'foreign'])
const DECIMAL = /^-?\d+(?:\.\d+)?$/

/**
 * A sentence of the engine in the person's language: its names are translated, its amounts written as amounts, and what a venue or a
 * program said itself follows as a quotation. A code without a text is shown with its values, so that nothing is hidden.
 */
export function toldText({ code, values }: Sentence): string {
  const { detail, ...own } = values
  const read = Object.fromEntries(Object.entries(own).map(([name, value]) => [name, readable(name, value)]))
  const sentence = maybeText(`told.${code}`, { ...read, which: orderName(own) })
  if (sentence === undefined) return [code, ...Object.entries(values).map(([name, value]) => `${name} ${value}`)].join(' · ')
  return detail === undefined || detail === '' ? sentence : joined(sentence, String(detail))
}

/** A name of ours ends the sentence; somebody else's words stand beside it. */
function joined(sentence: string, detail: string): string {
  const own = maybeText(`detail.${detail}`)
  return own === undefined ? `${sentence} ${detailText(detail)}` : `${sentence.replace(/\.$/, '')}, ${own}.`
}

/** What follows a state: a name of ours in the person's language, else what a venue or a program said itself, as a quotation. */
export const detailText = (detail: string): string => maybeText(`detail.${detail}`) ?? `“${detail}”`

function readable(name: string, value: Value): string {
  const kind = NAMES[name]
  const text = String(value)
  if (kind !== undefined) return inSentence(word(kind, text))
  if (!DECIMAL.test(text)) return text
  if (SIGNED.has(name)) return signedMoney(text)
  if (MONEY.has(name)) return money(text)
  return QUANTITIES.has(name) ? quantity(text) : text
}

/** An order by what it is for; one so old that it is not followed any more by its id. */
function orderName({ order = '', instrument = '', purpose, side }: Values): string {
  if (purpose === undefined || instrument === '') return t('told-order.by-id', { order })
  const [what, direction] = [word('purpose', String(purpose)), word('side', String(side))]
  return t('told-order.by-name', { purpose: what, side: direction, instrument })
}

/** Names begin with a capital in cells, not within an English sentence; what is an abbreviation keeps it. */
function inSentence(name: string): string {
  return language() === 'en' && /^[A-Z][a-z]/.test(name) ? name.charAt(0).toLowerCase() + name.slice(1) : name
}
