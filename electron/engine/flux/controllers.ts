import type { WireError } from '../../contract/errors.ts'

/** The controllers of Flux that run for real. The others (helm, notification, image) are simulated like every container. */
export const FLUX_CONTROLLERS = ['source-controller', 'kustomize-controller'] as const
export type FluxControllerName = (typeof FLUX_CONTROLLERS)[number]

/** The kinds that a controller reads from its first moment on; it ends at once when one of them is not there. */
export const KINDS_OF: Readonly<Record<FluxControllerName, readonly string[]>> = {
  'source-controller': [
    'gitrepositories.source.toolkit.fluxcd.io',
    'ocirepositories.source.toolkit.fluxcd.io',
    'buckets.source.toolkit.fluxcd.io',
    'helmrepositories.source.toolkit.fluxcd.io',
    'helmcharts.source.toolkit.fluxcd.io',
  ],
  'kustomize-controller': [
    'kustomizations.kustomize.toolkit.fluxcd.io',
    'gitrepositories.source.toolkit.fluxcd.io',
    'ocirepositories.source.toolkit.fluxcd.io',
    'buckets.source.toolkit.fluxcd.io',
  ],
}

/**
 * - `absent`: no Deployment wants it.
 * - `waiting`: it is wanted, but something it needs is not there yet (its pod, its kinds, its ServiceAccount).
 * - `starting`, `running`: its process is there, `running` as soon as it works.
 * - `failed`: it ended too often, or cannot be started; `problem` says why and what to do.
 */
export type FluxControllerState = 'absent' | 'waiting' | 'starting' | 'running' | 'failed'

export interface FluxControllerStatus {
  readonly name: FluxControllerName
  readonly state: FluxControllerState
  /** How often its process ended without being asked to, since its pod began. */
  readonly restarts: number
  /** Why it waits, is started again, or has failed. */
  readonly problem?: WireError
}
