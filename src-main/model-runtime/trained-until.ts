import { readFile } from 'node:fs/promises'
import { join } from 'node:path'

/**
 * The end of the data that the newest of some models was fitted on, where each of their descriptions says it (`dataUntil`, milliseconds UTC);
 * null as soon as one does not.
 */
export async function trainedUntil(modelsFolder: string, modelIds: readonly string[]): Promise<number | null> {
  const ends = await Promise.all(modelIds.map((modelId) => endOf(join(modelsFolder, modelId, 'artifact.json'))))
  return ends.every((end) => end !== null) && ends.length > 0 ? Math.max(...ends) : null
}

async function endOf(path: string): Promise<number | null> {
  const { dataUntil: end } = JSON.parse(await readFile(path, 'utf8')) as { readonly dataUntil?: unknown }
  return typeof end === 'number' && Number.isSafeInteger(end) ? end : null
}
