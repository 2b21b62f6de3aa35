import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'

/** What the build is made of. Tests, labs and the toolchain are not: changing them changes nothing in `dist/`. */
const SOURCES = ['electron', 'renderer', 'scripts/build', 'scripts/build.ts', 'package.json', 'package-lock.json']

/** A digest of the names and contents of all sources; a few hundred small files, so that reading them all is quick. */
export function sourceDigest(root: string): string {
  const hash = createHash('sha256')
  for (const file of SOURCES.flatMap((source) => filesUnder(root, source))) {
    hash.update(`${file}\0`)
    hash.update(readFileSync(join(root, file)))
  }
  return hash.digest('hex')
}

function filesUnder(root: string, path: string): readonly string[] {
  if (!existsSync(join(root, path))) return []
  if (statSync(join(root, path)).isFile()) return [path]
  const names = readdirSync(join(root, path)).toSorted()
  return names.flatMap((name) => filesUnder(root, `${path}/${name}`))
}
