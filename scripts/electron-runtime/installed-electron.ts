import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** The executable that Electron's own package has downloaded, found as that package finds it. */
export function installedElectron(root: string): string | undefined {
  const folder = join(root, 'node_modules/electron')
  const note = join(folder, 'path.txt')
  if (!existsSync(note)) return undefined
  const executable = join(folder, 'dist', readFileSync(note, 'utf8'))
  return existsSync(executable) ? executable : undefined
}
