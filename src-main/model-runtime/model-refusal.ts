/**
 * missing: its files are not there. altered: they are not the ones its artifact describes. unreadable: they cannot be understood.
 * wrong-features, wrong-labels, wrong-role: a sound model, but not one for what it is asked to do.
 */
export type ModelRefusalCode = 'missing' | 'altered' | 'unreadable' | 'wrong-features' | 'wrong-labels' | 'wrong-role'

const CURE = 'Install Haetae again, or make the models anew with `npm run models`.'
const CURE_FITTED = 'Put its files back, or go on without it: `haetae promote PAIR --archive`.'
/** Of a pair that an evaluation has made. */
const FITTED = /^(m-[0-9a-f]{12})-/

const cureOf = (modelId: string): string => {
  const [, pair] = FITTED.exec(modelId) ?? []
  return pair === undefined ? CURE : CURE_FITTED.replace('PAIR', pair)
}

/** A model that must not be used. The message says what to do. */
export class ModelRefusal extends Error {
  override readonly name = 'ModelRefusal'
  readonly code: ModelRefusalCode
  readonly modelId: string

  constructor(code: ModelRefusalCode, modelId: string, detail: string) {
    super(`The model ${modelId} is refused (${code}): ${detail}. ${cureOf(modelId)}`)
    this.code = code
    this.modelId = modelId
  }
}
