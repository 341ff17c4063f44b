import type Database from 'better-sqlite3'
import type { WriteCount } from '../market-data/candle-archive.port.ts'
import type { Clock } from '../base/clock.port.ts'
import { inChunks } from './chunks.ts'

interface Table {
  readonly name: string
  readonly key: readonly string[]
  readonly values: readonly string[]
}

/** Rows with a key. What a correction replaces goes into the table `<name>_correction` first. */
export class CorrectedRows<Row extends object> {
  readonly #database: Database.Database
  readonly #clock: Clock
  readonly #values: readonly string[]
  readonly #present: Database.Statement<[Row], Row>
  readonly #insert: Database.Statement<[Row]>
  readonly #update: Database.Statement<[Row]>
  readonly #keep: Database.Statement<[Row & { readonly learnt_at: number }]>

  constructor(database: Database.Database, { name, key, values }: Table, clock: Clock) {
    const columns = [...key, ...values]
    const insert = (table: string, into: readonly string[]): string => `INSERT INTO ${table} (${into.join()}) VALUES (${into.map((column) => `@${column}`).join()})`
    const equal = (some: readonly string[], between: string): string => some.map((column) => `${column} = @${column}`).join(between)
    this.#database = database
    this.#clock = clock
    this.#values = values
    this.#present = database.prepare(`SELECT * FROM ${name} WHERE ${equal(key, ' AND ')}`)
    this.#insert = database.prepare(insert(name, columns))
    this.#update = database.prepare(`UPDATE ${name} SET ${equal(values, ', ')} WHERE ${equal(key, ' AND ')}`)
    this.#keep = database.prepare(insert(`${name}_correction`, [...columns, 'learnt_at']))
  }

  async put(rows: readonly Row[]): Promise<WriteCount> {
    const count = { added: 0, unchanged: 0, corrected: 0 }
    await inChunks(this.#database, rows, (chunk) => {
      for (const row of chunk) count[this.#putOne(row)]++
    })
    return count
  }

  #putOne(row: Row): keyof WriteCount {
    const old = this.#present.get(row)
    if (!old) {
      this.#insert.run(row)
      return 'added'
    }
    if (this.#values.every((name) => old[name as keyof Row] === row[name as keyof Row])) return 'unchanged'
    this.#keep.run({ ...old, learnt_at: this.#clock.now() })
    this.#update.run(row)
    return 'corrected'
  }
}
