import { ApiFailure, STATUS_NOT_FOUND } from './api-failure.ts'
import type { ApiServer } from './api-server.ts'

/** How a kind is asked for. */
export interface KindInfo {
  readonly namespaced: boolean
  /** Where its objects are listed: in one namespace, or all of them. */
  path(namespace: string | undefined): string
}

/** Finds out how kinds are spelled in the API's paths. Asks once for each group, and remembers until `forget`. */
export interface Kinds {
  /** Undefined when the cluster has no such kind, or none that can be watched. Rejects with an `ApiFailure`. */
  find(apiVersion: string, kind: string): Promise<KindInfo | undefined>
  forget(apiVersion: string): void
}

export function createKinds(server: ApiServer): Kinds {
  const known = new Map<string, Promise<readonly ApiResource[]>>()
  async function ask(apiVersion: string): Promise<readonly ApiResource[]> {
    try {
      const answer = (await server.get(basePath(apiVersion), new AbortController().signal)) as ApiResourceList
      return answer.resources ?? []
    } catch (error) {
      known.delete(apiVersion)
      if (error instanceof ApiFailure && error.status === STATUS_NOT_FOUND) return []
      throw error
    }
  }
  return {
    async find(apiVersion, kind) {
      const asked = known.get(apiVersion) ?? ask(apiVersion)
      known.set(apiVersion, asked)
      const found = (await asked).find((each) => isOf(kind, each))
      return found === undefined ? undefined : infoOf(apiVersion, found)
    },
    forget: (apiVersion) => known.delete(apiVersion),
  }
}

interface ApiResourceList {
  readonly resources?: readonly ApiResource[]
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
