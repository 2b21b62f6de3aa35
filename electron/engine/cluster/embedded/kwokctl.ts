import { delimiter, relative } from 'node:path'

import { run, type RunResult } from '../../process/run.ts'
import type { Toolset } from '../../tools/toolset.ts'
import type { ClusterFiles } from './cluster-files.ts'

/** It does not wait for what it starts, so this is for a machine that is very busy. */
const TIMEOUT_MS = 60_000

/** Variables of the surroundings that a program may need; nothing of the user's shell, Docker or Kubernetes. */
const PASSED_ON = ['PATH', 'TMPDIR', 'TEMP', 'TMP', 'SystemRoot', 'PATHEXT', 'LANG']

/** Runs kwokctl on one cluster. It sees this cluster's folder only, never `~/.kwok` or `~/.kube`. */
export function kwokctl(toolset: Toolset, files: ClusterFiles, args: readonly string[]): Promise<RunResult> {
  return run(toolset.path('kwokctl'), ['--name', files.name, ...args], {
    environment: clusterEnvironment(files),
    cwd: files.root,
    timeoutMs: TIMEOUT_MS,
  })
}

/** Makes the cluster that the configuration describes. The path is relative: kwokctl reads it as a list with commas. */
export const createCluster = (files: ClusterFiles): readonly string[] => [
  ...['create', 'cluster'],
  ...['--config', relative(files.root, files.configuration)],
  ...['--kubeconfig', ''],
]

/**
 * kwokctl keeps its clusters in `~/.kwok`, so it is given a home of its own. (Its `KWOK_WORKDIR` would do, but is cut
 * off at the first blank, as in "Application Support".) It takes the first kubectl of the PATH.
 */
function clusterEnvironment(files: ClusterFiles): Record<string, string> {
  const passedOn = PASSED_ON.flatMap((name) => {
    const value = process.env[name]
    return value === undefined ? [] : [[name, value] as const]
  })
  const path = [files.bin, process.env['PATH'] ?? ''].filter((part) => part !== '')
  return {
    ...Object.fromEntries(passedOn),
    PATH: path.join(delimiter),
    HOME: files.root,
    USERPROFILE: files.root,
    KUBECONFIG: files.kubeconfig,
  }
}
