import type { CheckView } from '../../electron/contract/protocol.ts'
import type { Finding, Holding, Verdict } from '../../electron/contract/verdict.ts'
import { wholeSeconds } from './time-words.ts'

/** The five marks of a check. Each is a shape and a word; colour only comes on top. */
export type Mark = 'passed' | 'failed' | 'holding' | 'unknown' | 'open'

export const MARK_WORDS: Readonly<Record<Mark, string>> = {
  passed: 'passed',
  failed: 'not yet',
  holding: 'holds so far',
  unknown: 'cannot tell',
  open: 'to do',
}

/** `open` for what the learner has not begun: nothing was looked at, answered or run yet. */
export function markOf(verdict: Verdict, check: CheckView): Mark {
  if (verdict.outcome === 'passed') return 'passed'
  if (verdict.outcome === 'unknown') return verdict.reason === 'not-observed' ? 'open' : 'unknown'
  if (verdict.holding !== undefined) return 'holding'
  const begun = check.kind === 'answer' ? check.answered !== undefined : check.kind !== 'ran'
  return begun ? 'failed' : 'open'
}

export function holdingWords(holding: Holding, nowMs: number): string {
  const done = Math.min(holding.forMs, Math.max(0, nowMs - holding.sinceMs))
  return `so far; must hold for ${wholeSeconds(holding.forMs)}, ${wholeSeconds(done)} done`
}

/** 0 to 1. */
export const holdingShare = (holding: Holding, nowMs: number): number =>
  Math.min(1, Math.max(0, (nowMs - holding.sinceMs) / holding.forMs))

/** A finding in one line, where its path says enough; else its own sentence. */
export type FindingLine =
  | { readonly kind: 'field'; readonly path: string; readonly expected: string; readonly found: string }
  | { readonly kind: 'sentence'; readonly text: string }

export const findingLine = ({ path, expected, found, message }: Finding): FindingLine =>
  path === '' ? { kind: 'sentence', text: message } : { kind: 'field', path, expected, found }

export const findingsOf = (verdict: Verdict): readonly Finding[] =>
  verdict.outcome === 'passed' ? [] : (verdict.findings ?? [])
