import { clusterName } from '../../../electron/contract/ids.ts'
import type { ObjectState } from '../../../electron/contract/cluster.ts'
import type { KubeObject } from '../../../electron/engine/checks/observation.ts'
import { summarise } from '../../../electron/engine/panel/summarise.ts'

export type Rest = Readonly<Record<string, unknown>>

/** `apps/v1 Deployment` and the rest of the object. */
export function object(
  type: string,
  rest: Rest = {},
  metadata: Partial<KubeObject['metadata']> & Rest = {},
): KubeObject {
  const [apiVersion = '', kind = ''] = type.split(' ')
  return { apiVersion, kind, metadata: { name: 'vote', namespace: 'shop', uid: 'u1', ...metadata }, ...rest }
}

const summaryOf = (of: KubeObject, endpoints?: number) =>
  summarise(of, clusterName('dev'), { readyEndpoints: () => endpoints, sourceUid: (key) => `uid of ${key}` })

export const look = (of: KubeObject, endpoints?: number): [ObjectState, string, ...string[]] => {
  const { state, word, facts } = summaryOf(of, endpoints)
  return [state, word, ...facts]
}

export const ownersOf = (of: KubeObject): readonly string[] => summaryOf(of).owners

export const template = { spec: { containers: [{ name: 'vote', image: 'vote:v4' }] } }
export const condition = (type: string, status: string, more: Rest = {}): Rest => ({ type, status, ...more })
