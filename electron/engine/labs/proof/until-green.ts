import type { Step } from '../../../contract/lab.ts'
import type { StepStatus } from '../../../contract/verdict.ts'
import type { Bench } from './bench.ts'

/** However slow the machine, a solution has worked by then; what its checks have to hold comes on top. */
export const GREEN_LIMIT_MS = 60_000
/** The same where Flux may look once a minute. */
export const FLUX_GREEN_LIMIT_MS = 180_000
/** At rest, and so long without a new verdict: it will not turn green any more. */
const GIVE_UP_AFTER_MS = 5000

/**
 * The step's status as soon as it has passed; else its last one, once waiting has become pointless. Driven by verdicts,
 * not by looking again and again.
 */
export async function untilGreen(bench: Bench, step: Step): Promise<StepStatus> {
  const { promise, resolve } = Promise.withResolvers<StepStatus>()
  const holdMs = Math.max(0, ...step.checks.map((check) => check.holdForMs))
  let cancelGiveUp = (): void => undefined
  const look = (status: StepStatus): void => {
    if (status.outcome === 'passed') resolve(status)
    cancelGiveUp()
    cancelGiveUp = bench.clock.after(GIVE_UP_AFTER_MS + holdMs, () => {
      bench.rest().then(({ restless }) => (restless === undefined ? resolve(bench.status(step)) : undefined), fail)
    })
  }
  const failed = Promise.withResolvers<never>()
  const fail = (error: unknown): void => failed.reject(error)
  const listening = bench.onStatus(step, look)
  const cancelLimit = bench.clock.after((bench.hasFlux ? FLUX_GREEN_LIMIT_MS : GREEN_LIMIT_MS) + holdMs, () =>
    resolve(bench.status(step)),
  )
  look(bench.status(step))
  return await Promise.race([promise, failed.promise]).finally(() => {
    listening.dispose()
    cancelLimit()
    cancelGiveUp()
  })
}
