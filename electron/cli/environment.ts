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

/** Data folder, tools and the provider that works on them. `data` wins over `DRYDOCK_DATA`. Dispose the provider. */
export function openEnvironment(context: CliContext, data?: string): Environment {
  const folders = defaultFolders(context.environment)
  const dataRoot = resolve(context.directory, data ?? folders.data)
  const toolset = readToolset(folders.cache)
  return { dataRoot, toolset, provider: createEmbeddedProvider({ dataRoot, toolset }) }
}
