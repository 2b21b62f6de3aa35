import { resolve } from 'node:path'
import { createEmbeddedProvider } from '../engine/cluster/embedded.ts'
import type { ClusterProvider } from '../engine/cluster/provider.ts'
import { defaultFolders } from '../engine/lib/folders.ts'
import { readToolset } from '../engine/tools/toolset.ts'
import type { Toolset } from '../engine/tools/toolset.ts'
import type { CliContext } from './context.ts'

export interface Environment {
  readonly dataRoot: string
  readonly toolset: Toolset
  readonly provider: ClusterProvider
}

export interface EnvironmentOptions {
  /** Wins over `DRYDOCK_DATA`. */
  readonly data?: string | undefined
  /** New clusters begin from a state that is kept in the cache, for data folders that do not live long. */
  readonly isPassing?: boolean
}

/** Data folder, tools and the provider that works on them. Dispose the provider. */
export function openEnvironment(context: CliContext, { data, isPassing }: EnvironmentOptions): Environment {
  const folders = defaultFolders(context.environment)
  const dataRoot = dataRootOf(context, data)
  const toolset = readToolset(folders.cache)
  const template = isPassing === true ? { templateRoot: folders.cache } : {}
  return { dataRoot, toolset, provider: createEmbeddedProvider({ dataRoot, toolset, ...template }) }
}

/** `--data`, else `DRYDOCK_DATA`, else the usual folder. */
export const dataRootOf = (context: CliContext, data: string | undefined): string =>
  resolve(context.directory, data ?? defaultFolders(context.environment).data)
