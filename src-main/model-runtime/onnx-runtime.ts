import { InferenceSession, Tensor } from 'onnxruntime-node'
import type { FeatureVector, LinearExplanation, ModelOutputs, Reliability } from '../../src-shared/domain/forecast.ts'
import type { TimeMs } from '../../src-shared/domain/units.ts'
import type { ModelRuntime, ModelWanted } from '../inference/model-runtime.port.ts'
import { readModel, type ModelFiles, type ModelFolders } from './model-files.ts'
import { ModelRefusal } from './model-refusal.ts'

/** One thread and no reordering: with two, single rows and batches were measured to differ in bits. */
export const SESSION_OPTIONS: Readonly<InferenceSession.SessionOptions> = {
  executionProviders: ['cpu'],
  intraOpNumThreads: 1,
  interOpNumThreads: 1,
  executionMode: 'sequential',
}

const INPUT = 'features'
const OUTPUT = 'outputs'
const OUTPUTS = 5

/**
 * Kernels for one row and for many rows may add in another order, so their last bits may differ.
 * Answers are rounded to this grid before anyone sees them: far coarser than the difference, far finer than meaning.
 */
const GRID = 2 ** 20
/** The + 0 makes one zero of both. */
const onGrid = (value: number): number => Math.round(value * GRID) / GRID + 0

interface OpenModel extends Pick<ModelFiles, 'explanation' | 'reliability' | 'dataUntil'> {
  readonly session: InferenceSession
  readonly width: number
}

/** Scores with onnxruntime on the CPU. A model is a tensor 'features' of float32 [rows, n] to a tensor 'outputs' of float32 [rows, 5]. */
export class OnnxRuntime implements ModelRuntime {
  readonly #folders: ModelFolders
  readonly #models = new Map<string, OpenModel>()

  private constructor(folders: ModelFolders) {
    this.#folders = folders
  }

  /** Opens all wanted models, or rejects with a ModelRefusal. */
  static async open(folders: ModelFolders, wanted: readonly ModelWanted[]): Promise<OnnxRuntime> {
    const runtime = new OnnxRuntime(folders)
    await runtime.add(wanted)
    return runtime
  }

  /** Rejects with a ModelRefusal, and is then as before. None is closed: one that is replaced may have a question under way. */
  async add(wanted: readonly ModelWanted[]): Promise<void> {
    const opened: (readonly [string, OpenModel])[] = []
    for (const wish of wanted) {
      const { model, ...facts } = await readModel(this.#folders, wish)
      opened.push([wish.modelId, { session: await openSession(wish, model), width: wish.inputs.length, ...facts }])
    }
    for (const [modelId, model] of opened) this.#models.set(modelId, model)
  }

  explanation(modelId: string): LinearExplanation | undefined {
    return this.#models.get(modelId)?.explanation
  }

  reliability(modelId: string): Reliability | undefined {
    return this.#models.get(modelId)?.reliability
  }

  dataUntil(modelId: string): TimeMs | undefined {
    return this.#models.get(modelId)?.dataUntil
  }

  async score(modelId: string, features: readonly FeatureVector[]): Promise<readonly ModelOutputs[]> {
    const model = this.#models.get(modelId)
    if (!model) throw new Error(`no model ${modelId} is open`)
    if (features.length === 0) return []
    const results = await model.session.run({ [INPUT]: inputOf(features, model.width) })
    return rowsOf(results[OUTPUT], features.length)
  }
}

async function openSession({ modelId, inputs }: ModelWanted, model: Uint8Array): Promise<InferenceSession> {
  const session = await InferenceSession.create(model, SESSION_OPTIONS).catch((error: unknown) => {
    throw new ModelRefusal('unreadable', modelId, `model.onnx cannot be opened (${error instanceof Error ? error.message : String(error)})`)
  })
  if (!takes(session.inputMetadata, INPUT, inputs.length)) throw new ModelRefusal('wrong-features', modelId, `model.onnx does not take one row of ${inputs.length} features`)
  if (!takes(session.outputMetadata, OUTPUT, OUTPUTS)) throw new ModelRefusal('unreadable', modelId, `model.onnx does not give ${OUTPUTS} outputs a row`)
  return session
}

function takes(tensors: readonly InferenceSession.ValueMetadata[], name: string, columns: number): boolean {
  const [tensor] = tensors
  return tensors.length === 1 && tensor?.name === name && tensor.isTensor && tensor.type === 'float32' && tensor.shape.length === 2 && tensor.shape[1] === columns
}

function inputOf(features: readonly FeatureVector[], width: number): Tensor {
  const input = new Float32Array(features.length * width)
  features.forEach(({ instrumentId, values }, row) => {
    if (values.length !== width) throw new RangeError(`${instrumentId}: ${values.length} features where the model takes ${width}`)
    input.set(values, row * width)
  })
  return new Tensor('float32', input, [features.length, width])
}

function rowsOf(tensor: Tensor | undefined, rows: number): readonly ModelOutputs[] {
  const data = tensor?.data
  if (!(data instanceof Float32Array) || data.length !== rows * OUTPUTS) throw new RangeError(`the model did not give ${OUTPUTS} numbers for each of ${rows} rows`)
  return Array.from({ length: rows }, (_, row) => {
    const outputs: number[] = []
    for (let place = row * OUTPUTS; place < (row + 1) * OUTPUTS; place++) outputs.push(onGrid(data[place]!))
    return outputs
  })
}
