import { describe, expect, it } from 'vitest'
import { HAND_CASES } from '../support/hand-cases.ts'
import { backtestOf } from '../support/hand-case-run.ts'

describe('a back-test comes to what a person with a pencil comes to', () => {
  for (const one of HAND_CASES) it(one.name, async () => {
    expect(await backtestOf(one)).toEqual(one.expected)
  })
})
