import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { LineSplitter } from '../../../electron/engine/watch/line-splitter.ts'

describe('a line splitter', () => {
  it('gives the same lines however the bytes come', () => {
    const texts = fc.array(
      fc.string({ minLength: 1, unit: 'binary' }).filter((text) => !text.includes('\n') && text.isWellFormed()),
      { minLength: 1 },
    )
    fc.assert(
      fc.property(texts, fc.array(fc.nat(40)), (lines, cuts) => {
        const bytes = Buffer.from(`${lines.join('\n')}\n`)
        const got: string[] = []
        const splitter = new LineSplitter((line) => got.push(line))
        let from = 0
        for (const length of [...cuts, bytes.length]) {
          splitter.push(bytes.subarray(from, from + length))
          from += length
        }
        expect(got).toEqual(lines)
        expect(splitter.isInsideLine).toBe(false)
      }),
    )
  })

  it('knows that a line has begun', () => {
    const splitter = new LineSplitter(() => undefined)
    splitter.push(Buffer.from('one\ntw'))
    expect(splitter.isInsideLine).toBe(true)
  })

  it('skips empty lines', () => {
    const got: string[] = []
    new LineSplitter((line) => got.push(line)).push(Buffer.from('\n\na\n\n'))
    expect(got).toEqual(['a'])
  })

  it('refuses a line that never ends', () => {
    const splitter = new LineSplitter(() => undefined)
    const piece = Buffer.alloc(1024 * 1024, 'x')
    expect(() => {
      for (let index = 0; index < 20; index++) splitter.push(piece)
    }).toThrow('a line of more than 16777216 bytes')
  })
})
