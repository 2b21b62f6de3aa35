import type { ClusterName } from '../../../contract/ids.ts'
import type { Lab } from '../../../contract/lab.ts'
import type { LabGit } from '../../git/lab-git.ts'
import type { LabFlux } from '../../session/lab-flux.ts'
import type { WatchedFlux } from './settle.ts'

/** Flux in one cluster, with the repositories that it may fetch from. */
export function watchedFlux(
  { reconcileOnPush }: Pick<Lab, 'reconcileOnPush'>,
  flux: LabFlux,
  git: LabGit | undefined,
  cluster: ClusterName,
): WatchedFlux {
  return {
    surroundings: () => ({
      address: git?.address ?? '',
      reconcilesOnPush: reconcileOnPush,
      repositories: git?.repositories().flatMap(({ name }) => git.state(name) ?? []) ?? [],
      controllers: flux.status(cluster),
    }),
    onChange: (listener) => {
      const listening = [flux.onChange(listener), ...(git === undefined ? [] : [git.onChange(listener)])]
      return { dispose: () => listening.forEach((each) => each.dispose()) }
    },
  }
}
