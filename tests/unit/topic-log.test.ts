import { expect, it } from 'vitest'
import { REMEMBERED } from '../../src-shared/contract/contract.ts'
import { TopicLog } from '../../src-main/ipc/topic-log.ts'

const point = (time: number) => ({ time, level: 'info', code: 'x', values: { text: String(time) } }) as const
const filled = (count: number): TopicLog => {
  const log = new TopicLog('a')
  for (let i = 1; i <= count; i++) log.append('log', () => point(i))
  return log
}
const times = (values: readonly unknown[]) => values.map((value) => (value as { time: number }).time)

it('gives a new reader all it remembers, and one that read on only what is new', () => {
  const log = filled(4)
  expect(log.read('log', '', 0)).toEqual({ reset: 0, first: 1, values: [1, 2, 3, 4].map(point) })
  expect(log.read('log', 'a', 3)).toEqual({ reset: undefined, first: 4, values: [point(4)] })
  expect(log.read('log', 'a', 4)).toEqual({ reset: undefined, first: 5, values: [] })
})

it('begins anew for a reader whose place is forgotten, is of another session or was never said', () => {
  const log = filled(REMEMBERED.log + 10)
  const late = log.read('log', 'a', 9)
  expect([late.reset, late.first, late.values.length]).toEqual([10, 11, REMEMBERED.log])
  expect(log.read('log', 'a', 10).reset).toBeUndefined()
  expect(log.read('log', 'b', 400).reset).toBe(10)
  expect(log.read('log', 'a', 9_999).reset).toBe(10)
  expect(times(late.values).at(-1)).toBe(REMEMBERED.log + 10)
})

it('makes a row when it is first read, and once', () => {
  let made = 0
  const log = new TopicLog('a')
  log.append('log', () => point(++made))
  expect(made).toBe(0)
  log.read('log', '', 0)
  log.read('log', '', 0)
  expect(made).toBe(1)
})

it('works out a provided value only when it was touched and somebody reads, and sends the newest alone', () => {
  let worked = 0
  const log = new TopicLog('a')
  log.provide('positions', () => [{ worked: ++worked }] as never)
  for (let i = 0; i < 5; i++) log.touch('positions')
  expect(worked).toBe(0)
  expect(log.read('positions', '', 0)).toEqual({ reset: 0, first: 1, values: [[{ worked: 1 }]] })
  expect(log.read('positions', 'a', 1).values).toEqual([])
  log.touch('positions')
  log.read('positions', 'a', 1)
  log.touch('positions')
  expect(log.read('positions', 'a', 1), 'a gap is no loss here').toEqual({ reset: undefined, first: 3, values: [[{ worked: 3 }]] })
})

it('has nothing for anybody when it begins anew, and its readers begin with it', () => {
  const log = filled(3)
  log.provide('positions', () => [])
  log.begin('b')
  expect(log.read('log', 'a', 2)).toEqual({ reset: 0, first: 1, values: [] })
  expect(log.read('positions', 'a', 1)).toEqual({ reset: 0, first: 1, values: [] })
  log.append('log', () => point(9))
  expect(log.read('log', 'b', 0)).toEqual({ reset: undefined, first: 1, values: [point(9)] })
})
