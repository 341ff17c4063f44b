export type RefusalCode = 'corrupt' | 'foreign' | 'newer' | 'other-account' | 'read-only' | 'locked' | 'schema' | 'missing' | 'full'

/** Storage that will not be touched. The message names the file and says what to do; what was there is unchanged. */
export class StorageRefusal extends Error {
  override readonly name = 'StorageRefusal'
  readonly code: RefusalCode

  constructor(code: RefusalCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}

/** The code of an error of SQLite or of the file system, else undefined. */
export function errorCode(error: unknown): string | undefined {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  return typeof code === 'string' ? code : undefined
}

/** What to do about a damaged file that has copies. */
export const RESTORE = 'Run `haetae restore` to go back to a copy; the present file is kept beside it.'

type Cause = readonly [pattern: RegExp, code: RefusalCode, advice: string]

const CAUSES: readonly Cause[] = [
  [/^SQLITE_(CORRUPT|NOTADB)/, 'corrupt', ''],
  [/^SQLITE_(BUSY|LOCKED)/, 'locked', 'Another program is using it. Close that program and try again.'],
  [
    /^(SQLITE_(READONLY|CANTOPEN|PERM)|EACCES|EPERM|EROFS|ENOTDIR|EEXIST)/, 'read-only',
    'It cannot be written. Give your user the right to write there, or set HAETAE_HOME to another folder.',
  ],
  [/^(SQLITE_FULL|ENOSPC|EDQUOT)/, 'full', 'The disk is full. Free some space and try again.'],
  [/^ENOENT/, 'missing', 'It is not there: start Haetae once to make it, or check HAETAE_HOME.'],
  [/^(SQLITE_IOERR|EIO)/, 'corrupt', 'The disk could not be read or written: check it.'],
]

/** Turns what SQLite and the file system throw into a refusal that says what to do. Anything else is returned as it is. */
export function refusalFrom(error: unknown, path: string, remedy: string = RESTORE): unknown {
  const code = errorCode(error)
  const cause = code === undefined ? undefined : CAUSES.find(([pattern]) => pattern.test(code))
  if (!cause || error instanceof StorageRefusal) return error
  const [, refusal, advice] = cause
  const text = [`${path}: ${error instanceof Error ? error.message : code}.`, advice, refusal === 'corrupt' ? remedy : ''].filter(Boolean).join(' ')
  return new StorageRefusal(refusal, text, { cause: error })
}

/** Runs `work` and throws its failures as refusals about `path`. */
export function refusing<Result>(path: string, work: () => Result, remedy: string = RESTORE): Result {
  try {
    return work()
  } catch (error) {
    throw refusalFrom(error, path, remedy)
  }
}
