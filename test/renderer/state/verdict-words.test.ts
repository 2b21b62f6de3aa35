import { describe, expect, it } from 'vitest'
import type { Verdict } from '../../../electron/contract/verdict.ts'
import { findingLine, holdingShare, holdingWords, markOf } from '../../../renderer/state/verdict-words.ts'
import { check } from '../fake-lab.ts'

const resource = check({ name: 'a', title: 'a' })
const ran = check({ name: 'a', title: 'a', kind: 'ran' })
const answer = check({ name: 'a', title: 'a', kind: 'answer' })
const failed: Verdict = { outcome: 'failed', findings: [] }
const holding = { sinceMs: 1_000, forMs: 10_000 }

describe('markOf', () => {
  it.each([
    ['a passed check', { outcome: 'passed' }, resource, 'passed'],
    ['a failed check', failed, resource, 'failed'],
    ['a check that holds so far', { outcome: 'failed', findings: [], holding }, resource, 'holding'],
    ['a check that cannot tell', { outcome: 'unknown', reason: 'api-unreachable', detail: '' }, resource, 'unknown'],
    ['a check that was not looked at', { outcome: 'unknown', reason: 'not-observed', detail: '' }, resource, 'open'],
    ['a command that was not run', failed, ran, 'open'],
    ['a question without an answer', failed, answer, 'open'],
    ['a wrong answer', failed, { ...answer, answered: '3' }, 'failed'],
  ] as const)('%s', (_name, verdict, view, mark) => {
    expect(markOf(verdict, view)).toBe(mark)
  })
})

describe('holding', () => {
  it('counts in words and as a share, and stops at the end', () => {
    expect([0, 5_400, 60_000].map((now) => holdingWords(holding, now))).toEqual([
      'so far; must hold for 10 s, 0 s done',
      'so far; must hold for 10 s, 4 s done',
      'so far; must hold for 10 s, 10 s done',
    ])
    expect([0, 6_000, 60_000].map((now) => holdingShare(holding, now))).toEqual([0, 0.5, 1])
  })
})

describe('findingLine', () => {
  const finding = { object: 'pod/x', path: '', expected: 'one', found: 'nothing', message: 'There is no pod x.' }

  it('is the sentence for a whole object and the field for a path', () => {
    expect(findingLine(finding)).toEqual({ kind: 'sentence', text: 'There is no pod x.' })
    expect(findingLine({ ...finding, path: 'spec.a' })).toEqual({
      kind: 'field',
      path: 'spec.a',
      expected: 'one',
      found: 'nothing',
    })
  })
})
