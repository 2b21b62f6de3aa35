import { readFile } from 'node:fs/promises'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { judge } from '../../../electron/engine/labs/load-lab.ts'

const WHOLE = await readFile(new URL('../../fixtures/labs-good/whole/lab.yaml', import.meta.url), 'utf8')

const SNIPPETS = [
  '\n',
  '\t',
  ': ',
  '- ',
  '{',
  '}',
  '[',
  ']',
  '"',
  "'",
  '&a ',
  '*a',
  '!!x ',
  '${',
  '}',
  '#',
  '|',
  '>',
  '__proto__: 1\n',
  '~',
  '\u0000',
  '\u202e',
]

describe('judge', () => {
  describe('when the text is made to be slow', () => {
    it.each<[string, string]>([
      ['brackets', '['.repeat(1_000_000)],
      ['braces', '{a: '.repeat(200_000)],
      ['dashes', '- '.repeat(400_000)],
      ['question marks', '? '.repeat(400_000)],
      ['aliases', '*x '.repeat(300_000)],
      ['anchors', '&a '.repeat(300_000)],
      ['tags', '!!a '.repeat(200_000)],
      ['keys', Array.from({ length: 24_000 }, (_, index) => `k${index}: 1`).join('\n')],
      ['nested keys', Array.from({ length: 1400 }, (_, index) => `${' '.repeat(index)}a:`).join('\n')],
      ['lines in a quote', `a: "${'x\n'.repeat(400_000)}`],
      ['variables', `a: "${'${x}'.repeat(200_000)}"`],
      ['pictures', `spec: { steps: [{ instructions: "${'![a]('.repeat(150_000)}" }] }`],
      ['expressions', `spec: { steps: [{ checks: [${'{ kind: resource, cel: ["((((((((1"] },'.repeat(4000)}] }] }`],
    ])('answers within two seconds to %s', (_what, text) => {
      const began = process.cpuUsage()
      const { found } = judge(text, 'a')
      expect(found.length).toBeGreaterThan(0)
      expect(found.length).toBeLessThan(250)
      expect(process.cpuUsage(began).user / 1000).toBeLessThan(2000)
    })
  })

  it('never throws, whatever is done to a good file', () => {
    const edit = fc.record({
      at: fc.nat(WHOLE.length),
      cut: fc.nat(30),
      put: fc.oneof(fc.string({ maxLength: 8 }), fc.constantFrom(...SNIPPETS)),
    })
    fc.assert(
      fc.property(fc.array(edit, { minLength: 1, maxLength: 4 }), (edits) => {
        const text = edits.reduce(
          (before, { at, cut, put }) => before.slice(0, at) + put + before.slice(at + cut),
          WHOLE,
        )
        const { found } = judge(text, 'whole')
        expect(
          found.every(
            ({ offset, happened, remedy }) => offset >= 0 && offset <= text.length && happened !== '' && remedy !== '',
          ),
        ).toBe(true)
      }),
      { numRuns: 300 },
    )
  })
})
