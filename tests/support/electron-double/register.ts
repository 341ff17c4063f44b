import { registerHooks } from 'node:module'

// node --import …/register.ts dist/main/desktop.js: what the program imports as `electron` is the double.
const double = import.meta.resolve('./electron.ts')

registerHooks({
  resolve: (specifier, context, next) => (specifier === 'electron' ? { url: double, format: 'module-typescript', shortCircuit: true } : next(specifier, context)),
})
