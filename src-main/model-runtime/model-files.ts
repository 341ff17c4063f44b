import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { LinearExplanation, Reliability } from '../../src-shared/domain/forecast.ts'
import type { TimeMs } from '../../src-shared/domain/units.ts'
import { linearExplanation } from './linear-explanation.ts'
import { dataUntilOf, reliabilityOf } from './calibration.ts'
import { ModelRefusal } from './model-refusal.ts'

/** What the caller needs a model to be. */
export interface ModelWanted {
  readonly modelId: string
  readonly direction: 'long' | 'short'
  /** Names of the features, in the order of the vector's values. */
  readonly inputs: readonly string[]
  readonly featureSetHash: string
  readonly labelSpecHash: string
  /** Told where its adverse excursion must be that of the whole horizon, and not only until the exit. */
  readonly adverse?: 'horizon'
}

/** One path segment, so that an id cannot lead out of the models folder. */
const MODEL_ID = /^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/

export interface ModelFiles {
  readonly model: Uint8Array
  readonly explanation: LinearExplanation | undefined
  readonly reliability: Reliability | undefined
  /** The last moment that anything it was fitted or calibrated on depends on. */
  readonly dataUntil: TimeMs | undefined
}

/** Reads models/<id>/ and checks that it is the wanted model, unchanged since it was made. The bytes returned are the ones that were hashed. */
export async function readModel(modelsFolder: string, wanted: ModelWanted): Promise<ModelFiles> {
  const { modelId } = wanted
  if (!MODEL_ID.test(modelId)) throw new ModelRefusal('missing', modelId, 'this cannot be the name of a model')
  const description = await read(modelId, join(modelsFolder, modelId, 'artifact.json'))
  const model = await read(modelId, join(modelsFolder, modelId, 'model.onnx'))
  const artifact = artifactOf(modelId, description)
  checkArtifact(artifact, wanted)
  const hash = createHash('sha256').update(model).digest('hex')
  if (artifact['modelSha256'] !== hash) throw new ModelRefusal('altered', modelId, 'model.onnx is not the file that artifact.json describes')
  return { model, explanation: linearExplanation(artifact, wanted.inputs), reliability: reliabilityOf(modelId, artifact), dataUntil: dataUntilOf(modelId, artifact) }
}

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
