import type { ClusterName } from '../../../contract/ids.ts'
import type { LabGit } from '../../git/lab-git.ts'
import type { LabFlux } from '../../session/lab-flux.ts'
import type { WatchedFlux } from './settle.ts'

/** Flux in one cluster, with the repositories that it may fetch from. */
export function watchedFlux(flux: LabFlux, git: LabGit | undefined, cluster: ClusterName): WatchedFlux {
  return {
    surroundings: () => ({
      address: git?.address ?? '',
      repositories: git?.repositories().flatMap(({ name }) => git.state(name) ?? []) ?? [],
      controllers: flux.status(cluster),
    }),
    onChange: (listener) => {
      const listening = [flux.onChange(listener), ...(git === undefined ? [] : [git.onChange(listener)])]
      return { dispose: () => listening.forEach((each) => each.dispose()) }
    },
  }
}
