import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

/** What a value on the wire is, as the venue's own specification says: its connector's types are generated from it. */
export type Shape =
  | { readonly kind: 'text' | 'number' | 'boolean' | 'any' }
  | { readonly kind: 'list'; readonly of: Shape }
  | { readonly kind: 'object'; readonly fields: ReadonlyMap<string, Shape> }
  | { readonly kind: 'either'; readonly of: readonly Shape[] }

const PLAIN: Readonly<Record<string, Shape>> = { string: { kind: 'text' }, 'number | bigint': { kind: 'number' }, number: { kind: 'number' }, boolean: { kind: 'boolean' }, object: { kind: 'any' } }

/** The declarations of the connector, read as text: they are regular, since a program wrote them. */
export class OfficialTypes {
  readonly #objects = new Map<string, readonly (readonly [string, string])[]>()
  readonly #others = new Map<string, string>()
  readonly #methods = new Map<string, string>()

  constructor(text: string = declarations()) {
    const bare = text.replaceAll(/\/\*\*[\s\S]*?\*\//g, '')
    for (const [, name, list, body] of bare.matchAll(/^interface ([\w$]+)(?: extends (Array<[\w$<>| ]+>))? \{([^}]*)\}/gm)) {
      if (list) this.#others.set(name!, list)
      else this.#objects.set(name!, [...body!.matchAll(/^\s+'?(\w+)'?\??: ([^;]+);/gm)].map(([, field, type]) => [field!, type!] as const))
    }
    for (const [, name, type] of bare.matchAll(/^type ([\w$]+) = ([\w$ |]+);$/gm)) this.#others.set(name!, type!)
    for (const [, name, type] of bare.matchAll(/^ {2}(\w+)\(.*\): (?:Promise<RestApiResponse|WebsocketStream)<([\w$]+)>/gm)) this.#methods.set(name!, type!)
  }

  /** Of a reply to a request, or of a message of a stream; throws where the connector has no such method. */
  ofMethod(name: string): Shape {
    const type = this.#methods.get(name)
    if (type === undefined) throw new Error(`the connector has no method ${name}`)
    return this.of(type)
  }

  of(type: string): Shape {
    const plain = PLAIN[type]
    if (plain) return plain
    const list = /^Array<(.+)>$/.exec(type)
    if (list) return { kind: 'list', of: this.of(list[1]!) }
    if (type.includes(' | ')) return { kind: 'either', of: type.split(' | ').map((one) => this.of(one)) }
    const other = this.#others.get(type)
    if (other !== undefined) return this.of(other)
    const fields = this.#objects.get(type)
    if (fields) return { kind: 'object', fields: new Map(fields.map(([field, of]) => [field, this.of(of)])) }
    if (/^'.*'$/.test(type)) return PLAIN['string']!
    throw new Error(`the connector declares no type ${type}`)
  }
}

const declarations = (): string => {
  const entry = createRequire(import.meta.url).resolve('@binance/derivatives-trading-usds-futures')
  return readFileSync(join(dirname(entry), 'index.d.ts'), 'utf8')
}

const kindOf = (value: unknown): string => (typeof value === 'string' ? 'text' : typeof value === 'bigint' ? 'number' : Array.isArray(value) ? 'list' : value === null ? 'null' : typeof value)

/** Each way in which a value is not what the specification says, as `path: what`; a field of a list's rows is told once. */
export function differences(value: unknown, shape: Shape, path = ''): readonly string[] {
  if (shape.kind === 'any') return []
  if (shape.kind === 'either') return shape.of.map((one) => differences(value, one, path)).toSorted((a, b) => a.length - b.length)[0] ?? []
  const kind = kindOf(value)
  if (kind !== shape.kind) return [`${path || 'all'}: ${kind}, not ${shape.kind}`]
  if (shape.kind === 'list') return [...new Set((value as unknown[]).flatMap((one) => differences(one, shape.of, `${path}[]`)))]
  if (shape.kind !== 'object') return []
  const fields = value as Readonly<Record<string, unknown>>
  const at = (field: string): string => (path ? `${path}.${field}` : field)
  const missing = [...shape.fields.keys()].filter((field) => !(field in fields)).map((field) => `${at(field)}: missing`)
  const rest = Object.entries(fields).flatMap(([field, one]) => {
    const known = shape.fields.get(field)
    return known ? differences(one, known, at(field)) : [`${at(field)}: not specified`]
  })
  return [...missing, ...rest]
}
