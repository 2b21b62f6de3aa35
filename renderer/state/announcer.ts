import type { LabSnapshot, StepView } from '../../electron/contract/protocol.ts'
import type { Outcome, Verdict } from '../../electron/contract/verdict.ts'

/** Changes that come together are said together: wait this long for more of them. */
export const QUIET_MS = 500
/** A check that cannot tell only for a moment is not worth a word. */
export const UNKNOWN_MS = 3_000
/** More sentences than this at once become one that counts. */
const MOST_SENTENCES = 3

export interface AnnouncerDeps {
  readonly say: (text: string) => void
  /** Calls back once after `ms`; the returned function cancels it. */
  readonly after: (ms: number, callback: () => void) => () => void
  readonly now: () => number
}

export interface Announcer {
  /** Call it with every new state of the open lab. */
  update(lab: LabSnapshot | null): void
  dispose(): void
}

interface Said {
  readonly outcome: Outcome
  /** Since when the current outcome is unknown, epoch milliseconds. */
  readonly unknownSince: number | null
}

/**
 * Says verdict changes in words, for people who do not see them. Silent about what is there when a lab opens, about
 * steps that are still locked, and about findings that change while a check stays failed.
 */
export function createAnnouncer({ say, after, now }: AnnouncerDeps): Announcer {
  let latest: LabSnapshot | null = null
  let said = new Map<string, Said>()
  let cancel: (() => void) | null = null

  const speak = (): void => {
    cancel = null
    if (latest === null) return
    const { sentences, next, againMs } = compare(latest, said, now())
    said = next
    if (sentences.length > 0) say(sentences.join('. ') + '.')
    if (againMs !== null) cancel = after(againMs, speak)
  }

  return {
    update(lab) {
      if (lab === null || lab.id !== latest?.id) {
        cancel?.()
        cancel = null
        latest = lab
        said = lab === null ? new Map() : baseline(lab)
        return
      }
      latest = lab
      cancel?.()
      cancel = after(QUIET_MS, speak)
    },
    dispose() {
      cancel?.()
      cancel = null
    },
  }
}

const keyOf = (step: StepView, check: string): string => `${step.name}/${check}`

function* openChecks(
  lab: LabSnapshot,
): Generator<{ step: StepView; number: number; title: string; key: string; verdict: Verdict }> {
  for (const [index, step] of lab.steps.entries()) {
    if (step.access === 'locked') continue
    for (const { check, verdict } of step.status.checks) {
      const title = step.checks.find((view) => view.name === check)?.title ?? check
      yield { step, number: index + 1, title, key: keyOf(step, check), verdict }
    }
  }
}

function baseline(lab: LabSnapshot): Map<string, Said> {
  const said = new Map<string, Said>()
  for (const { key, verdict } of openChecks(lab)) said.set(key, { outcome: verdict.outcome, unknownSince: null })
  return said
}

function compare(lab: LabSnapshot, said: ReadonlyMap<string, Said>, nowMs: number) {
  const next = new Map<string, Said>()
  const changes = new Map<number, { step: StepView; sentences: string[] }>()
  let againMs: number | null = null
  for (const { step, number, title, key, verdict } of openChecks(lab)) {
    const before = said.get(key)
    if (before === undefined) {
      next.set(key, { outcome: verdict.outcome, unknownSince: null })
      continue
    }
    if (verdict.outcome === 'unknown' && before.outcome !== 'unknown') {
      const since = before.unknownSince ?? nowMs
      const left = since + UNKNOWN_MS - nowMs
      if (left > 0) {
        againMs = Math.min(againMs ?? left, left)
        next.set(key, { outcome: before.outcome, unknownSince: since })
        continue
      }
    }
    next.set(key, { outcome: verdict.outcome, unknownSince: null })
    const words = changeWords(before.outcome, verdict)
    if (words === null) continue
    const change = changes.get(number) ?? { step, sentences: [] }
    change.sentences.push(`Step ${number}: ${title}: ${words}`)
    changes.set(number, change)
  }
  return { sentences: summarise(changes), next, againMs }
}

function changeWords(before: Outcome, after: Verdict): string | null {
  if (before === after.outcome) return null
  if (after.outcome === 'passed') return 'passed'
  if (after.outcome === 'unknown') return `cannot tell, ${after.detail.replace(/\.$/, '')}`
  return before === 'passed' ? 'no longer passed' : 'not yet'
}

function summarise(changes: ReadonlyMap<number, { step: StepView; sentences: string[] }>): string[] {
  return [...changes].flatMap(([number, { step, sentences }]) => {
    const passed = step.status.checks.filter((check) => check.verdict.outcome === 'passed').length
    const all = step.status.checks.length
    const counted = `Step ${number}: ${passed} of ${all} checks passed`
    const told = sentences.length > MOST_SENTENCES ? [counted] : sentences
    return step.status.outcome === 'passed' ? [...told, `Step ${number} has passed`] : told
  })
}
