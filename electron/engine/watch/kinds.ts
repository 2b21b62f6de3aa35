import { ApiFailure, STATUS_NOT_FOUND } from './api-failure.ts'
import type { ApiServer } from './api-server.ts'

/** How a kind is asked for. */
export interface KindInfo {
  readonly namespaced: boolean
  /** Where its objects are listed: in one namespace, or all of them. */
  path(namespace: string | undefined): string
}

/** Finds out how kinds are spelled in the API's paths. Remembers what it was told, until `forget`. */
export interface Kinds {
  /** Undefined when the cluster has no such kind, or none that can be watched. Rejects with an `ApiFailure`. */
  find(apiVersion: string, kind: string, signal: AbortSignal): Promise<KindInfo | undefined>
  forget(apiVersion: string): void
}

export function createKinds(server: ApiServer): Kinds {
  const known = new Map<string, readonly ApiResource[]>()
  async function resources(apiVersion: string, signal: AbortSignal): Promise<readonly ApiResource[]> {
    const before = known.get(apiVersion)
    if (before !== undefined) return before
    const { resources: found = [] } = (await server.get(basePath(apiVersion), signal)) as {
      resources?: readonly ApiResource[]
    }
    known.set(apiVersion, found)
    return found
  }
  return {
    async find(apiVersion, kind, signal) {
      try {
        const found = (await resources(apiVersion, signal)).find((each) => isOf(kind, each))
        return found === undefined ? undefined : infoOf(apiVersion, found)
      } catch (error) {
        if (error instanceof ApiFailure && error.status === STATUS_NOT_FOUND) return undefined
        throw error
      }
    },
    forget: (apiVersion) => known.delete(apiVersion),
  }
}

interface ApiResource {
  readonly name: string
  readonly kind: string
  readonly namespaced: boolean
  readonly verbs: readonly string[]
}

const isOf = (kind: string, resource: ApiResource): boolean =>
  resource.kind === kind && !resource.name.includes('/') && resource.verbs.includes('watch')

const basePath = (apiVersion: string): string =>
  apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`

function infoOf(apiVersion: string, { name, namespaced }: ApiResource): KindInfo {
  const base = basePath(apiVersion)
  return {
    namespaced,
    path: (namespace) =>
      namespace === undefined ? `${base}/${name}` : `${base}/namespaces/${encodeURIComponent(namespace)}/${name}`,
  }
}
