import { atMost, type Guard } from '../verdict.ts'

export const orderRate: Guard = ({ ordersLastMinute }, { ordersPerMinuteMax }) =>
  atMost({ guard: 'order-rate', value: ordersLastMinute === null ? null : ordersLastMinute + 1, limit: ordersPerMinuteMax, unit: 'orders in a minute, with this one' })
