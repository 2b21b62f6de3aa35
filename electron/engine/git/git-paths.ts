import { join } from 'node:path'

/** Where a lab's repositories and their server keep things: all in `<data>/labs/<lab>/git`. */
export interface GitPaths {
  readonly root: string
  /** `NAME.git` is the bare repository, `NAME.json` what Git itself does not keep of it. */
  readonly repositories: string
  /** Copies of `repositories`, one a name. */
  readonly kept: string
  /** Half-made things; emptied at every start. */
  readonly staging: string
  /** What must still be done to the end after a crash. */
  readonly pending: string
  /** Port and token of the server. */
  readonly server: string
  /** Git configuration for the lab's shells: whom to trust, and the credentials. */
  readonly gitConfig: string
  /** Certificates to trust: the machine's own and our authority's. */
  readonly bundle: string
}

export function gitPaths(dataRoot: string, lab: string): GitPaths {
  const root = join(dataRoot, 'labs', lab, 'git')
  return {
    root,
    repositories: join(root, 'repositories'),
    kept: join(root, 'kept'),
    staging: join(root, 'staging'),
    pending: join(root, 'pending.json'),
    server: join(root, 'server.json'),
    gitConfig: join(root, 'gitconfig'),
    bundle: join(root, 'trusted.pem'),
  }
}

/** Where the installation's certificate authority is. */
export const authorityFolder = (dataRoot: string): string => join(dataRoot, 'git')

/** The only user of the server, and the owner of every repository. */
export const OWNER = 'learner'
