import { setImmediate } from 'node:timers/promises'
import type { Log } from '../lib/log.ts'
import type { WorkQueue } from './work-queue.ts'

/** How long, in milliseconds, keys are worked on before whatever else waits in this process gets its turn. */
const SLICE_MS = 10

export interface ReconcileResult {
  /** When to look again though nothing changes: at the end of a hold. */
  readonly recheckAfterMs?: number
}

export interface ReconcilerDeps<Key> {
  readonly queue: WorkQueue<Key>
  /** Looks only at what is true now, never at what woke it; safe to run any number of times. */
  readonly reconcile: (key: Key) => ReconcileResult | Promise<ReconcileResult>
  readonly log: Log
}

/** Runs until `signal` aborts. A key never runs twice at once; what changes during a run has it run once more. */
export async function runReconciler<Key>(
  { queue, reconcile, log }: ReconcilerDeps<Key>,
  signal: AbortSignal,
): Promise<void> {
  let sliceStartedAt = performance.now()
  for await (const key of queue.take(signal)) {
    try {
      const { recheckAfterMs } = await reconcile(key)
      queue.forget(key)
      if (recheckAfterMs !== undefined) queue.addAfter(key, recheckAfterMs)
    } catch (error) {
      log.error('could not reconcile', { key, error })
      queue.addRateLimited(key)
    } finally {
      queue.done(key)
    }
    if (performance.now() - sliceStartedAt < SLICE_MS) continue
    await setImmediate()
    sliceStartedAt = performance.now()
  }
}
