import type { FluxControllerStatus } from './controllers.ts'
import type { Wanted } from './wanted-controller.ts'

export interface OrderedController {
  readonly wanted: Wanted
  readonly state: FluxControllerStatus['state']
}

/**
 * What is wanted of kustomize-controller, beside source-controller: it begins when the other works. One that begins first
 * finds nobody who serves artifacts, and does not ask again before five seconds are over.
 */
export function afterSource(kustomize: OrderedController, source: OrderedController): Wanted {
  const begins = kustomize.wanted.kind === 'run' && (kustomize.state === 'absent' || kustomize.state === 'waiting')
  const isAwaited = source.wanted.kind === 'run' && source.state !== 'running' && source.state !== 'failed'
  if (begins && isAwaited)
    return { kind: 'waiting', reason: 'kustomize-controller starts when source-controller works.' }
  return kustomize.wanted
}
