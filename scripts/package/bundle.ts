import { join } from 'node:path'
import { createBuilder, type Plugin } from 'vite'

/** What Electron starts, and what these start: the programs of the command line are not among them. */
const PROGRAMS = ['desktop', 'engine', 'venue', 'jobs', 'preload'] as const

/** The package that a module lies in: the folder after the last node_modules. */
const PACKAGE = /^.*[\\/]node_modules[\\/]((?:@[^\\/]+[\\/])?[^\\/]+)[\\/]/

/** Builds the page and the programs of the desktop into a folder of their own. Answers the folders of the packages that went into the bundles. */
export async function bundleDesktop(folder: string): Promise<ReadonlySet<string>> {
  const bundled = new Set<string>()
  const noteModules: Plugin = {
    name: 'note-modules',
    generateBundle(_options, bundle) {
      const modules = Object.values(bundle).flatMap((output) => (output.type === 'chunk' ? Object.keys(output.modules) : []))
      for (const id of modules) {
        const [inside] = PACKAGE.exec(id.replace('\0', '')) ?? []
        if (inside !== undefined) bundled.add(inside.slice(0, -1))
      }
    },
  }
  // Whoever calls, as a test runner, may have named another: then libraries would bring what is for their developers.
  process.env['NODE_ENV'] = 'production'
  const build = { outDir: join(folder, 'dist/main'), emptyOutDir: false }
  const environments = Object.fromEntries(PROGRAMS.map((name) => [name, { build }]))
  const builder = await createBuilder({ configFile: 'vite.config.ts', plugins: [noteModules], build: { outDir: join(folder, 'dist/renderer'), emptyOutDir: true }, environments })
  for (const name of ['client', ...PROGRAMS]) {
    const environment = builder.environments[name]
    if (!environment) throw new Error(`there is no build called ${name}`)
    await builder.build(environment)
  }
  return bundled
}
