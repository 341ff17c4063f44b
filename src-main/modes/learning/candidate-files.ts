import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import type { SideName } from '../../../src-shared/contract/learning-views.ts'
import type { Reliability } from '../../../src-shared/domain/forecast.ts'
import type { StrategyConfig } from '../../../src-shared/domain/strategy.ts'
import { dataHash } from '../../base/text-hash.ts'
import { featureSetHash } from '../../features/catalogue.ts'
import { moveDurably, syncFile } from '../../storage/durable-files.ts'
import type { DataSet } from '../../training/data-set/data-set.ts'
import type { Fitted } from '../../training/learner.ts'
import { checkParity, ParityRefusal, type Parity } from './onnx-parity.ts'

const SIDES: readonly SideName[] = ['long', 'short']
const OUTPUTS = ['q', 't', 'timeoutReturnBps', 'holdMinutes', 'adverseBps'] as const

export interface CandidateParts {
  readonly config: StrategyConfig
  readonly data: DataSet
  readonly fitted: Readonly<Record<SideName, Fitted>>
  /** How often each one's q came true where it was not fitted. */
  readonly reliability: Readonly<Record<SideName, Reliability>>
  /** What the artifact tells about where it comes from; of no influence on a decision. */
  readonly origin: Readonly<Record<string, unknown>>
  /** The last moment that anything it was fitted on depends on. */
  readonly dataUntil: number
}

export interface CandidateFiles {
  readonly candidateId: string
  readonly modelIds: Readonly<Record<SideName, string>>
  /** By path below the models folder. */
  readonly files: ReadonlyMap<string, Uint8Array>
}

/** The four files of both models. The same fit of the same data has the same name and the same bytes. */
export function candidateFiles(parts: CandidateParts, about: { readonly metrics: unknown; readonly card: (modelId: string, side: SideName) => string }): CandidateFiles {
  const { config, data } = parts
  const artifacts = { long: parts.fitted.long.toArtifact(), short: parts.fitted.short.toArtifact() }
  const sums = SIDES.map((side) => createHash('sha256').update(artifacts[side].onnx).digest('hex'))
  const candidateId = `m-${dataHash([sums, config.strategyId, config.featureSet, config.labelSpec, data.contentHash]).slice(0, 12)}`
  const modelIds = { long: `${candidateId}-long`, short: `${candidateId}-short` }
  const files = SIDES.flatMap((side, place) => {
    const { kind, onnx, fields } = artifacts[side]
    const artifact = {
      modelId: modelIds[side], role: 'outcome', direction: side, strategyId: config.strategyId, kind, inputs: config.featureSet, featureSetHash: featureSetHash(config.featureSet),
      outputs: OUTPUTS, adverse: 'horizon', labelSpec: config.labelSpec, labelSpecHash: dataHash(config.labelSpec), dataUntil: parts.dataUntil, origin: parts.origin, ...fields, reliability: parts.reliability[side],
      modelSha256: sums[place]!,
    }
    return [
      [`${modelIds[side]}/model.onnx`, onnx], textFile(`${modelIds[side]}/artifact.json`, `${JSON.stringify(artifact, null, 2)}\n`),
      textFile(`${modelIds[side]}/metrics.json`, `${JSON.stringify(about.metrics, null, 2)}\n`), textFile(`${modelIds[side]}/card.md`, about.card(modelIds[side], side)),
    ] as const
  })
  return { candidateId, modelIds, files: new Map(files) }
}

const textFile = (name: string, content: string): readonly [string, Uint8Array] => [name, new TextEncoder().encode(content)]

/** Writes both models beside their place, opens and checks them as whoever trades with them does, and only then puts them there. Rejects with ParityRefusal or ModelRefusal, and leaves nothing. */
export async function placeCandidate(modelsFolder: string, { candidateId, modelIds, files }: CandidateFiles, { config, data, fitted }: CandidateParts): Promise<Readonly<Record<SideName, Parity>>> {
  const waiting = join(modelsFolder, `.new-${candidateId}`)
  try {
    for (const [path, content] of files) writeFile(join(waiting, path), content)
    const { OnnxRuntime } = await import('../../model-runtime/onnx-runtime.ts')
    const same = { inputs: config.featureSet, featureSetHash: featureSetHash(config.featureSet), labelSpecHash: dataHash(config.labelSpec), adverse: 'horizon' as const }
    const runtime = await OnnxRuntime.open([waiting], SIDES.map((side) => ({ modelId: modelIds[side], direction: side, ...same })))
    const parity = { long: await checkParity(modelIds.long, { runtime, fitted: fitted.long, data }), short: await checkParity(modelIds.short, { runtime, fitted: fitted.short, data }) }
    for (const side of SIDES) place(join(waiting, modelIds[side]), join(modelsFolder, modelIds[side]))
    return parity
  } finally {
    rmSync(waiting, { recursive: true, force: true })
  }
}

/** SHA-256 of each artifact.json as it lies there: what is judged is what may answer. */
export const artifactSums = (modelsFolder: string, modelIds: CandidateFiles['modelIds']): Readonly<Record<SideName, string>> => {
  const sum = (side: SideName): string => createHash('sha256').update(readFileSync(join(modelsFolder, modelIds[side], 'artifact.json'))).digest('hex')
  return { long: sum('long'), short: sum('short') }
}

function writeFile(path: string, content: Uint8Array): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
  writeFileSync(path, content, { mode: 0o600 })
  syncFile(path)
}

/** The same fit is there already where an evaluation was made again: it may be trading, and stays if it is still what was fitted. */
function place(from: string, to: string): void {
  if (!existsSync(to)) moveDurably(from, to)
  else if (!isDeepStrictEqual(modelIn(from), modelIn(to))) throw new ParityRefusal(`${to} is not what was fitted: it was altered since. Move it away, and evaluate again`)
}

/** Everything that a decision hangs on; where it comes from may differ. */
function modelIn(folder: string): readonly unknown[] {
  try {
    const { origin: _, ...artifact } = JSON.parse(readFileSync(join(folder, 'artifact.json'), 'utf8')) as Readonly<Record<string, unknown>>
    return [artifact, readFileSync(join(folder, 'model.onnx'))]
  } catch {
    return []
  }
}
