import { expect, it } from 'vitest'
import { FrameOrder } from '../../src-main/venue/binance/frame-order.ts'

const frame = (sentAt: number): string => `{"stream":"s","data":{"e":"x","E":${1_700_000_000_000 + sentAt}}}`

function taken(): { readonly order: FrameOrder; readonly told: string[] } {
  const told: string[] = []
  const order = new FrameOrder(({ connection, sentAt }) => void told.push(`${connection} ${sentAt - 1_700_000_000_000}`))
  for (const connection of ['market/1', 'public/1']) order.open(connection)
  return { told, order }
}

it('gives out frames of two connections in the order in which they were sent', () => {
  const { order, told } = taken()
  for (const time of [1, 5, 9]) order.add('market/1', frame(time))
  for (const time of [2, 6]) order.add('public/1', frame(time))
  order.add('market/1', frame(10))
  expect(told).toEqual(['market/1 1', 'public/1 2', 'market/1 5', 'public/1 6'])
})

it('waits for a connection only as long as it speaks', () => {
  const { order, told } = taken()
  order.add('market/1', frame(1))
  order.add('public/1', frame(2))
  order.add('market/1', frame(8))
  expect(told).toEqual(['market/1 1', 'public/1 2'])
  order.look()
  order.add('market/1', frame(9))
  expect(told).toHaveLength(2)
  order.look()
  expect(told).toEqual(['market/1 1', 'public/1 2', 'market/1 8', 'market/1 9'])
  order.add('public/1', frame(3))
  expect(told.at(-1)).toBe('public/1 3')
})

it('gives out what a connection has told when it closes, and waits for it no more', () => {
  const { order, told } = taken()
  order.add('market/1', frame(1))
  order.add('public/1', frame(5))
  order.close('market/1')
  order.close('market/1')
  expect(told).toEqual(['market/1 1', 'public/1 5'])
})
