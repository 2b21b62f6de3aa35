import type { ClusterPhase } from '../../electron/contract/cluster.ts'

export const PHASE_WORDS: Readonly<Record<ClusterPhase, string>> = {
  absent: 'not there',
  creating: 'being created',
  starting: 'starting',
  ready: 'ready',
  recovering: 'being brought back',
  restoring: 'going back in time',
  stopping: 'stopping',
  stopped: 'stopped',
  failed: 'failed',
}
