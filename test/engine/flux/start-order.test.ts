import { describe, expect, it } from 'vitest'

import type { FluxControllerState } from '../../../electron/engine/flux/controllers.ts'
import { afterSource } from '../../../electron/engine/flux/start-order.ts'
import type { Wanted } from '../../../electron/engine/flux/wanted-controller.ts'

const run: Wanted = {
  kind: 'run',
  pod: { namespace: 'flux-system', name: 'one', uid: 'u', serviceAccount: 's', container: 'manager', args: [] },
  isBackingOff: false,
}
const wish = (
  kustomize: FluxControllerState,
  source: FluxControllerState,
  ofSource: Wanted = run,
): 'run' | 'absent' | 'unknown' | 'waiting' =>
  afterSource({ wanted: run, state: kustomize }, { wanted: ofSource, state: source }).kind

describe('afterSource', () => {
  it('lets kustomize-controller wait until source-controller works', () => {
    expect(wish('absent', 'absent')).toBe('waiting')
    expect(wish('waiting', 'starting')).toBe('waiting')
    expect(wish('waiting', 'running')).toBe('run')
  })

  it('does not wait for one that nobody wants, or that was given up', () => {
    expect(wish('absent', 'absent', { kind: 'absent' })).toBe('run')
    expect(wish('absent', 'failed')).toBe('run')
  })

  it.each(['starting', 'running', 'failed'] as const)('leaves one alone that is %s', (state) => {
    expect(wish(state, 'starting')).toBe('run')
  })
})
