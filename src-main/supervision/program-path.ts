import { join } from 'node:path'

/** Where a program of ours is: the source when this runs from source, else the bundle. */
export function programPath(root: string, name: string): string {
  return import.meta.url.endsWith('.ts') ? join(root, 'src-main/processes', `${name}.ts`) : join(root, 'dist/main', `${name}.js`)
}
