import { globSync, readFileSync } from 'node:fs'
import { parseSync } from '@swc/core'
import { expect, it } from 'vitest'

/** Of an element's attributes those that people read or hear. */
const READ = new Set(['alt', 'aria-description', 'aria-label', 'aria-placeholder', 'aria-roledescription', 'aria-valuetext', 'content', 'label', 'placeholder', 'title'])
/** Keys and code are the same in every language. */
const SAME = new Set(['code', 'kbd'])
/** Which sides of an operator are shown; comparisons show neither. */
const SHOWN_SIDES: Readonly<Record<string, readonly string[]>> = { '+': ['left', 'right'], '??': ['left', 'right'], '||': ['left', 'right'], '&&': ['right'] }
/** More than one letter in a row: a sign or a unit's letter is no word. */
const WORD = /\p{L}{2,}/u

type Node = Readonly<Record<string, unknown>>

const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null && 'type' in value
const nameOf = (name: unknown): string => (isNode(name) && typeof name['value'] === 'string' ? name['value'] : '')

/** The words that stand in a component itself instead of among the texts: between tags, in braces, or in attributes that are read. */
function literalTexts(source: string): string[] {
  const found: string[] = []
  const say = (text: unknown): void => void (typeof text === 'string' && WORD.test(text) && found.push(text.trim()))
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) return value.forEach(visit)
    if (typeof value !== 'object' || value === null) return
    if (isNode(value)) {
      if (value['type'] === 'JSXElement' && SAME.has(nameOf((value['opening'] as Node)['name']))) return
      if (value['type'] === 'JSXText') say(value['value'])
      if (value['type'] === 'JSXExpressionContainer') expression(value['expression'], say)
      if (value['type'] === 'JSXAttribute') {
        if (READ.has(nameOf(value['name']))) attribute(value['value'], say)
        return visit(isNode(value['value']) && value['value']['type'] === 'JSXExpressionContainer' ? withoutStrings(value['value']) : undefined)
      }
    }
    Object.values(value).forEach(visit)
  }
  visit(parseSync(source, { syntax: 'typescript', tsx: true, target: 'es2024' }))
  return found
}

/** What stands in an attribute may hold elements of its own. */
const withoutStrings = (container: Node): unknown => (isNode(container['expression']) && container['expression']['type'] !== 'StringLiteral' ? Object.values(container['expression']) : undefined)

function attribute(value: unknown, say: (text: unknown) => void): void {
  if (!isNode(value)) return
  if (value['type'] === 'StringLiteral') return say(value['value'])
  if (value['type'] === 'JSXExpressionContainer') expression(value['expression'], say)
}

/** Strings and templates that are shown as they are, also as one branch of a choice. */
function expression(value: unknown, say: (text: unknown) => void): void {
  if (!isNode(value)) return
  if (value['type'] === 'StringLiteral') say(value['value'])
  if (value['type'] === 'TemplateLiteral') for (const quasi of value['quasis'] as readonly { readonly raw?: string; readonly cooked?: string }[]) say(quasi.cooked ?? quasi.raw)
  if (value['type'] === 'ConditionalExpression') for (const branch of ['consequent', 'alternate']) expression(value[branch], say)
  if (value['type'] === 'BinaryExpression') for (const side of SHOWN_SIDES[String(value['operator'])] ?? []) expression(value[side], say)
  if (value['type'] === 'ParenthesisExpression') expression(value['expression'], say)
}

it('finds words between tags, in braces and in what is read aloud, and nothing else', () => {
  const page = (inner: string): string => `export const A = () => <div className="plain words" data-x="no words" aria-labelledby="the-id">${inner}</div>`
  for (const bad of ['Hello there', '{"Hello"}', '{`Hello ${1}`}', '{x ? "Yes" : t("no")}', '{x && "Shown"}', '<b title="Said">{t("a")}</b>', '<b aria-label={`Close ${x}`} />', '<input placeholder="Type" />', '<B tools={<i>Deep</i>} />', '안녕하세요']) {
    expect(literalTexts(page(bad)), bad).toHaveLength(1)
  }
  for (const good of ['{t("key.of-a-text")}', '<kbd>Ctrl</kbd>', '<code>npm start</code>', '·', '{` · `}', '{x === "open" && t("a")}', '<b title={t("a")} className={`one ${two}`} />', '<B kind="danger" of="language" />', '{rows.map((row) => <i key="some key">{row}</i>)}', 'q*']) {
    expect(literalTexts(page(good)), good).toEqual([])
  }
})

it('has every visible word of the window among the texts, in both languages', () => {
  const components = globSync('src-renderer/**/*.tsx')
  expect(components.length).toBeGreaterThan(40)
  expect(components.flatMap((path) => literalTexts(readFileSync(path, 'utf8')).map((text) => `${path}: ${text}`))).toEqual([])
})
