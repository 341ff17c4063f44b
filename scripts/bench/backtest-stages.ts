import { Session, type Profiler } from 'node:inspector/promises'

/** What of our own code, as file and function, belongs to which stage: the first that fits. */
const STAGES: readonly (readonly [stage: string, path: RegExp])[] = [
  ['features', /src-main\/(features|math)\//],
  ['reading the archive', /src-main\/(storage|venue\/recorded)\//],
  ['venue', /src-main\/venue\//],
  ['policy and guards', /src-main\/(policy|risk)\/|engine\/decision-views\.ts/],
  ['hashing', /src-main\/reports\/(decision-numbers\.ts|outcome\.ts (add|#flush|digest)$)/],
  ['recording', /src-main\/reports\/|scripts\/bench\//],
  ['scoring', /src-main\/model-runtime\/|node_modules\/onnxruntime/],
  ['engine and loop', /src-(main|shared)\//],
]

const COLLECTOR = 'memory'
const REST = 'everything else'
const SAMPLE_US = 500

/** The parts of 1 of a piece of work's time that each stage took. A sample counts for the innermost frame that is ours. */
export async function stageShares<Result>(work: () => Promise<Result>): Promise<{ readonly result: Result; readonly stages: Readonly<Record<string, number>> }> {
  const session = new Session()
  session.connect()
  await session.post('Profiler.enable')
  await session.post('Profiler.setSamplingInterval', { interval: SAMPLE_US })
  await session.post('Profiler.start')
  const result = await work()
  const { profile } = await session.post('Profiler.stop')
  session.disconnect()
  return { result, stages: sharesOf(profile) }
}

export function sharesOf({ nodes, samples = [], timeDeltas = [] }: Profiler.Profile): Readonly<Record<string, number>> {
  const byId = new Map(nodes.map((node) => [node.id, node]))
  const parents = new Map(nodes.flatMap(({ id, children = [] }) => children.map((child) => [child, id] as const)))
  const stages = new Map<number, string>()
  const stageOf = (id: number): string => {
    const known = stages.get(id)
    if (known !== undefined) return known
    const parent = parents.get(id)
    const stage = ownStage(byId.get(id)!.callFrame) ?? (parent === undefined ? REST : stageOf(parent))
    stages.set(id, stage)
    return stage
  }
  const times = new Map<string, number>()
  for (const [index, id] of samples.entries()) {
    if (byId.get(id)?.callFrame.functionName === '(idle)') continue
    times.set(stageOf(id), (times.get(stageOf(id)) ?? 0) + (timeDeltas[index] ?? 0))
  }
  const all = [...times.values()].reduce((sum, time) => sum + time, 0)
  return Object.fromEntries([...times].toSorted(([, a], [, b]) => b - a).map(([stage, time]) => [stage, time / all]))
}

/** Undefined for what belongs to whoever called it. */
function ownStage({ functionName, url }: Profiler.Profile['nodes'][number]['callFrame']): string | undefined {
  if (functionName === '(garbage collector)') return COLLECTOR
  return STAGES.find(([, path]) => path.test(`${url} ${functionName}`))?.[0]
}
