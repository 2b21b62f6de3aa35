import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'

/** The first of these programs that the PATH has. */
export function findProgram(names: readonly string[], path = process.env['PATH'] ?? ''): string | undefined {
  const files = names.flatMap((name) => path.split(delimiter).map((folder) => join(folder, name)))
  return files.find((file) => {
    try {
      accessSync(file, constants.X_OK)
      return true
    } catch {
      return false
    }
  })
}
