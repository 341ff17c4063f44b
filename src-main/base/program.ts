/** A test holds the version equal to package.json. */
export const PROGRAM = { name: 'haetae', version: '0.1.0' } as const
