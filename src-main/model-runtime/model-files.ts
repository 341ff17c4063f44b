import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { LinearExplanation, Reliability } from '../../src-shared/domain/forecast.ts'
import type { TimeMs } from '../../src-shared/domain/units.ts'
import type { ModelWanted } from '../inference/model-runtime.port.ts'
import { linearExplanation } from './linear-explanation.ts'
import { dataUntilOf, reliabilityOf } from './calibration.ts'
import { ModelRefusal } from './model-refusal.ts'

/** One path segment, so that an id cannot lead out of the models folder. */
const MODEL_ID = /^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/

/** Where models lie, a folder for each; what comes with the program is looked for first. */
export type ModelFolders = readonly [string, ...string[]]

export interface ModelFiles {
  readonly model: Uint8Array
  readonly explanation: LinearExplanation | undefined
  readonly reliability: Reliability | undefined
  /** The last moment that anything it was fitted or calibrated on depends on. */
  readonly dataUntil: TimeMs | undefined
}

/**
 * Reads <folder>/<id>/ of the first folder that has it, and checks that it is the wanted model, unchanged since it was made. The bytes returned are the
 * ones that were hashed. Rejects with ModelRefusal.
 */
export async function readModel(folders: ModelFolders, wanted: ModelWanted): Promise<ModelFiles> {
  const { modelId } = wanted
  if (!MODEL_ID.test(modelId)) throw new ModelRefusal('missing', modelId, 'this cannot be the name of a model')
  const folder = folders.map((one) => join(one, modelId)).find((one) => existsSync(one)) ?? join(folders[0], modelId)
  const description = await read(modelId, join(folder, 'artifact.json'))
  const model = await read(modelId, join(folder, 'model.onnx'))
  const artifact = artifactOf(modelId, description)
  checkArtifact(artifact, wanted)
  if (wanted.artifactSha256 !== undefined && wanted.artifactSha256 !== sha256(description)) throw new ModelRefusal('altered', modelId, 'artifact.json is not the one that was judged and registered: put it back, or evaluate again')
  if (artifact['modelSha256'] !== sha256(model)) throw new ModelRefusal('altered', modelId, 'model.onnx is not the file that artifact.json describes')
  return { model, explanation: linearExplanation(artifact, wanted.inputs), reliability: reliabilityOf(modelId, artifact), dataUntil: dataUntilOf(modelId, artifact) }
}

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

async function read(modelId: string, path: string): Promise<Uint8Array> {
  try {
    return await readFile(path)
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined
    const missing = code === 'ENOENT' || code === 'ENOTDIR'
    throw new ModelRefusal(missing ? 'missing' : 'unreadable', modelId, missing ? `there is no ${path}` : `${path} cannot be read (${String(code)})`)
  }
}

function artifactOf(modelId: string, description: Uint8Array): Readonly<Record<string, unknown>> {
  let parsed: unknown
  try {
    parsed = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(description))
  } catch {
    throw new ModelRefusal('unreadable', modelId, 'artifact.json is not valid JSON')
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) throw new ModelRefusal('unreadable', modelId, 'artifact.json is not an object')
  return { ...parsed }
}

function checkArtifact(artifact: Readonly<Record<string, unknown>>, wanted: ModelWanted): void {
  const { modelId } = wanted
  if (artifact['modelId'] !== modelId) throw new ModelRefusal('altered', modelId, `artifact.json is of ${JSON.stringify(artifact['modelId'])}`)
  if (artifact['role'] !== 'outcome' || artifact['direction'] !== wanted.direction) {
    throw new ModelRefusal('wrong-role', modelId, `wanted is the outcome for ${wanted.direction}, this is ${String(artifact['role'])} for ${String(artifact['direction'])}`)
  }
  const { inputs } = artifact as { inputs?: unknown }
  const sameInputs = Array.isArray(inputs) && inputs.length === wanted.inputs.length && wanted.inputs.every((name, i) => inputs[i] === name)
  if (!sameInputs || artifact['featureSetHash'] !== wanted.featureSetHash) {
    throw new ModelRefusal('wrong-features', modelId, 'it was fitted on other features, or on the same features in another version or order')
  }
  if (artifact['labelSpecHash'] !== wanted.labelSpecHash) throw new ModelRefusal('wrong-labels', modelId, 'it was fitted for other barriers than the strategy uses')
  if (wanted.adverse && artifact['adverse'] !== wanted.adverse) throw new ModelRefusal('wrong-labels', modelId, 'a limit on the adverse excursion of the whole horizon is set, and this model tells it until the exit only (take `adverseAtrMax` away, or use other models)')
}
