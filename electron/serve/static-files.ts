import { readFile } from 'node:fs/promises'
import { readdirSync } from 'node:fs'
import { extname, join, relative, sep } from 'node:path'

export interface StaticFile {
  readonly body: Buffer
  readonly headers: Readonly<Record<string, string>>
}

export interface StaticFiles {
  /** Undefined when the renderer has no such file. */
  read(path: string): Promise<StaticFile | undefined>
  readonly isBuilt: boolean
}

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
  '.txt': 'text/plain; charset=utf-8',
}

/**
 * The files of the built renderer. Which files there are is read once; a path is looked up in that list and never
 * joined to a folder, so that no path leads outside.
 */
export function openStaticFiles(root: string): StaticFiles {
  const files = listFiles(root)
  return {
    isBuilt: files.has('/index.html'),
    async read(path) {
      const name = path === '/' ? '/index.html' : path
      const file = files.get(name)
      if (file === undefined) return undefined
      const type = TYPES[extname(file)] ?? 'application/octet-stream'
      return { body: await readFile(file), headers: { 'Content-Type': type, 'Cache-Control': cacheRule(name) } }
    },
  }
}

/** Names under `assets` carry a digest of the content. Whoever changes gets a new name; the page itself never stays. */
const cacheRule = (name: string): string =>
  name.startsWith('/assets/') ? 'private, max-age=31536000, immutable' : 'no-cache'

function listFiles(root: string): ReadonlyMap<string, string> {
  try {
    const entries = readdirSync(root, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
    return new Map(
      entries.map((entry) => {
        const file = join(entry.parentPath, entry.name)
        return [`/${relative(root, file).split(sep).join('/')}`, file]
      }),
    )
  } catch {
    return new Map()
  }
}
