import type { Check } from '../../contract/lab.ts'
import type { CheckStatus, Verdict } from '../../contract/verdict.ts'
import { evaluate } from '../checks/evaluate.ts'
import { broken, PASSED, unknown } from '../checks/verdicts.ts'
import type { Log } from '../lib/log.ts'
import { RecordedObservation, type Surroundings } from './recorded-observation.ts'

/** Before the first look. */
const NOT_LOOKED_AT: Verdict = unknown({
  reason: 'not-observed',
  detail: 'This check has not been looked at yet; this takes a moment.',
})

/**
 * One check over time: evaluates it when what it looks at has changed, and adds what evaluation does not know, which is
 * how long it has held (`holdFor`) and that it has held before (`latched`).
 */
export class CheckTracker {
  readonly check: Check
  readonly #step: string
  readonly #surroundings: Surroundings
  readonly #log: Log
  #observation: RecordedObservation | undefined
  #verdict: Verdict = NOT_LOOKED_AT
  #isLatched: boolean
  /** It has held as long as it must, and has not failed since. */
  #hasHeld = false
  #heldSinceMs: number | undefined
  #status: CheckStatus
  /** Something that it may look at has changed. */
  isDirty = true

  constructor(
    check: Check,
    step: string,
    surroundings: Surroundings,
    state: { readonly isLatched: boolean; readonly nowMs: number; readonly log: Log },
  ) {
    this.check = check
    this.#step = step
    this.#surroundings = surroundings
    this.#log = state.log
    this.#isLatched = state.isLatched
    this.#status = { check: check.name, verdict: state.isLatched ? PASSED : NOT_LOOKED_AT, sinceMs: state.nowMs }
  }

  /** As of the last look; the same value as long as nothing in it has changed. */
  get status(): CheckStatus {
    return this.#status
  }

  get isHolding(): boolean {
    return this.#heldSinceMs !== undefined && !this.#hasHeld
  }

  /** Whether a change of that kind (as `kindIn` names it) can change the verdict. */
  concerns(kind: string): boolean {
    return !this.#isLatched && (this.#observation === undefined || this.#observation.hasSeen(kind))
  }

  /** Takes a new look where there is reason to. */
  look(nowMs: number): CheckStatus {
    this.isDirty = false
    const verdict = this.#isLatched ? PASSED : this.#overTime(this.#evaluate(), nowMs)
    if (verdict.outcome === 'passed' && isKept(this.check)) this.#isLatched = true
    const shown = this.#status.verdict
    if (verdict !== shown && JSON.stringify(verdict) !== JSON.stringify(shown)) {
      const sinceMs = verdict.outcome === shown.outcome ? this.#status.sinceMs : nowMs
      this.#status = { check: this.check.name, verdict, sinceMs }
    }
    return this.#status
  }

  /** How long until a hold that is on will be over; undefined when none is. */
  leftToHoldMs(nowMs: number): number | undefined {
    if (this.#heldSinceMs === undefined || this.#hasHeld) return undefined
    return this.#heldSinceMs + this.check.holdForMs - nowMs
  }

  /** Nobody can say that it has held without a break until now. */
  breakHold(): void {
    this.#heldSinceMs = undefined
  }

  /** The next look evaluates, whatever has been seen before. */
  renew(): void {
    this.#observation = undefined
    this.isDirty = true
  }

  /** As if it had never passed. */
  forget(): void {
    this.#isLatched = false
    this.#hasHeld = false
    this.breakHold()
    this.renew()
  }

  #evaluate(): Verdict {
    if (this.#observation?.isCurrent === true) return this.#verdict
    this.#observation = new RecordedObservation(this.#surroundings, this.#step)
    try {
      this.#verdict = evaluate(this.check, this.#observation)
    } catch (error) {
      this.#log.error('a check could not be evaluated', { step: this.#step, check: this.check.name, error })
      this.#verdict = broken(
        `The check cannot be evaluated: ${error instanceof Error ? error.message : String(error)}.`,
      )
    }
    return this.#verdict
  }

  /** While it cannot be seen, a hold is broken, since nobody knows; but what has held is not lost. */
  #overTime(verdict: Verdict, nowMs: number): Verdict {
    if (verdict.outcome !== 'passed') {
      this.breakHold()
      if (verdict.outcome === 'failed') this.#hasHeld = false
      return verdict
    }
    this.#heldSinceMs ??= nowMs
    const forMs = this.check.holdForMs
    this.#hasHeld ||= nowMs - this.#heldSinceMs >= forMs
    return this.#hasHeld ? PASSED : { outcome: 'failed', findings: [], holding: { sinceMs: this.#heldSinceMs, forMs } }
  }
}

/** What was run stays run, so a `ran` check is kept whatever its mode. */
const isKept = ({ kind, mode }: Check): boolean => mode === 'latched' || kind === 'ran'
