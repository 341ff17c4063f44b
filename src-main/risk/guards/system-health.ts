import { atMost, type Guard } from '../verdict.ts'

/** Counts components that say they are not well, and those that should have spoken and did not. */
export const systemHealth: Guard = ({ components, componentsNeeded }) => {
  const heard = new Set(components?.map(({ component }) => component))
  const missing = componentsNeeded.filter((component) => !heard.has(component)).length
  const unwell = components?.filter(({ healthy }) => healthy !== true).length ?? 0
  return atMost({ guard: 'system-health', value: components === null ? null : missing + unwell, limit: 0, unit: 'components not healthy' })
}
