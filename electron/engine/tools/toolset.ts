import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'

import { DrydockError } from '../../contract/errors.ts'

/** What Drydock brings along, by the name of the program. */
export const TOOL_NAMES = [
  'etcd',
  'etcdctl',
  'etcdutl',
  'kube-apiserver',
  'kube-controller-manager',
  'kube-scheduler',
  'kubectl',
  'kwok',
  'kwokctl',
  'kustomize',
  'flux',
  'source-controller',
  'kustomize-controller',
] as const
export type ToolName = (typeof TOOL_NAMES)[number]

/** The programs that `scripts/toolchain` has put into the cache. */
export interface Toolset {
  /** Absolute path; a `DrydockError` with code `tool-missing` when the tool is not there (yet). */
  path(tool: ToolName): string
  has(tool: ToolName): boolean
  /** `v1.36.3`; same error as `path`. */
  version(tool: ToolName): string
  /** Changes with the content of the tool; same error as `path`. */
  digest(tool: ToolName): string
  readonly cacheRoot: string
}

interface InstalledTool {
  readonly version: string
  readonly path: string
  readonly sha256: string
}
type Installed = Readonly<Record<string, InstalledTool>>

/** Reads `<cache>/toolchain/installed.json`, and again whenever it has changed: tools arrive while the app runs. */
export function readToolset(cacheRoot: string): Toolset {
  const manifest = join(cacheRoot, 'toolchain', 'installed.json')
  let installed: Installed = {}
  let readAt = ''

  const current = (): Installed => {
    const stat = statSync(manifest, { throwIfNoEntry: false })
    const stamp = stat === undefined ? 'absent' : `${stat.mtimeMs}/${stat.size}/${stat.ino}`
    if (stamp !== readAt) {
      installed = stat === undefined ? {} : readManifest(manifest)
      readAt = stamp
    }
    return installed
  }
  const find = (tool: ToolName): InstalledTool => {
    const found = current()[tool]
    if (found === undefined) throw toolMissing(tool, `is not in ${manifest}`)
    if (statSync(found.path, { throwIfNoEntry: false }) === undefined)
      throw toolMissing(tool, `is not at ${found.path}`)
    return found
  }
  return {
    cacheRoot,
    path: (tool) => find(tool).path,
    version: (tool) => find(tool).version,
    digest: (tool) => find(tool).sha256,
    has: (tool) => {
      const found = current()[tool]
      return found !== undefined && statSync(found.path, { throwIfNoEntry: false }) !== undefined
    },
  }
}

function readManifest(file: string): Installed {
  let manifest: { schema?: unknown; tools?: unknown }
  try {
    manifest = JSON.parse(readFileSync(file, 'utf8')) as typeof manifest
  } catch (error) {
    throw unreadable(file, error instanceof Error ? error.message : String(error))
  }
  if (manifest.schema !== 1) throw unreadable(file, `it has schema ${JSON.stringify(manifest.schema)}, not 1`)
  return (manifest.tools ?? {}) as Installed
}

const toolMissing = (tool: ToolName, why: string): DrydockError =>
  new DrydockError({
    code: 'tool-missing',
    happened: `The tool ${tool} ${why}.`,
    remedy: 'Wait until the tools have been fetched, or start again with `npm start`, which fetches what is missing.',
  })

const unreadable = (file: string, why: string): DrydockError =>
  new DrydockError({
    code: 'tool-missing',
    at: file,
    happened: `The list of tools cannot be read: ${why}.`,
    remedy: 'Delete the file and start again with `npm start`; the tools are then checked and listed anew.',
  })
