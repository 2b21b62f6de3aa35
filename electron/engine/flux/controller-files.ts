import { join } from 'node:path'

import type { ClusterFiles } from '../cluster/embedded/cluster-files.ts'
import type { FluxControllerName } from './controllers.ts'

/** Where the controllers of one cluster keep their things: in the cluster's folder, gone with it. */
export interface ControllerFiles {
  readonly storage: string
  readonly temporary: string
  readonly home: string
  /** The address under which artifacts are served; objects in the cluster remember it. */
  readonly storageAddress: string
  /** What the controllers trust: the system's certificates and the lab's own. */
  readonly trust: string
  /**
   * A link to the program. Started by this name, its command line says whose it is: that is what the cluster's guard and
   * the next engine look for.
   */
  program(name: FluxControllerName): string
  kubeconfig(name: FluxControllerName): string
  token(name: FluxControllerName): string
  log(name: FluxControllerName): string
  previousLog(name: FluxControllerName): string
  /** Beside those of the cluster's own components, where its guard looks. */
  pid(name: FluxControllerName): string
}

export function controllerFiles(cluster: ClusterFiles): ControllerFiles {
  const inside = (...path: readonly string[]): string => join(cluster.flux, ...path)
  return {
    storage: inside('storage'),
    temporary: inside('tmp'),
    home: inside('home'),
    storageAddress: inside('storage-address'),
    trust: inside('trust.pem'),
    program: (name) => inside('bin', name),
    kubeconfig: (name) => inside(name, 'kubeconfig.yaml'),
    token: (name) => inside(name, 'token'),
    log: (name) => cluster.fluxLog(name),
    previousLog: (name) => `${cluster.fluxLog(name)}.previous`,
    pid: (name) => join(cluster.run, `${name}.pid`),
  }
}
