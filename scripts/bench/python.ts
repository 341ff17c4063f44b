/** Where libraries of Python are looked for. They are never needed: what is missing is not compared. */
export const PYTHON: string = process.env['HAETAE_PYTHON'] ?? 'python3'
