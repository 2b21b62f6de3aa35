import type { RepositorySight } from '../checks/observation.ts'
import { NO_GIT_SERVER } from '../reconcile/recorded-observation.ts'
import type { LabRuntime } from './lab-runtime.ts'

/** What checks see of a repository of the lab. */
export function repositoryOf({ git }: Pick<LabRuntime, 'git'>, name: string): RepositorySight {
  return git === undefined ? NO_GIT_SERVER : { state: git.state(name) }
}
