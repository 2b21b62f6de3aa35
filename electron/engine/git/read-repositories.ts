import type { LabId } from '../../contract/ids.ts'
import { systemClock, type Clock } from '../lib/clock.ts'
import { gitPaths } from './git-paths.ts'
import { Repository } from './repository.ts'
import { repositoryNames } from './repository-shelf.ts'
import type { RepositoryState } from './repository-state.ts'

/** The repositories of a lab as they lie on disk, without a server. */
export async function readRepositories(
  dataRoot: string,
  lab: LabId,
  clock: Clock = systemClock,
): Promise<ReadonlyMap<string, RepositoryState>> {
  const folder = gitPaths(dataRoot, lab).repositories
  const states = new Map<string, RepositoryState>()
  for (const name of await repositoryNames(folder)) {
    const repository = await Repository.open(folder, name, clock)
    states.set(name, repository.state)
    repository.dispose()
  }
  return states
}
