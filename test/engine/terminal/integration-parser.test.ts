import { array, assert, constantFrom, integer, property, string } from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Mark } from '../../../electron/engine/terminal/integration.ts'
import { createIntegrationParser, type Piece } from '../../../electron/engine/terminal/integration-parser.ts'

const mark = (fields: string): string => `\x1b]6973;abc;${fields}\x07`

/** Pieces with neighbouring texts joined, which a cut chunk separates. */
function read(chunks: readonly string[]): readonly Piece[] {
  const parser = createIntegrationParser('abc')
  const pieces: Piece[] = [...chunks.flatMap((chunk) => parser.push(chunk)), { text: parser.flush() }]
  const joined: Piece[] = []
  for (const piece of pieces) {
    const last = joined.at(-1)
    if ('text' in piece && last !== undefined && 'text' in last) joined.splice(-1, 1, { text: last.text + piece.text })
    else joined.push(piece)
  }
  return joined.filter((piece) => !('text' in piece) || piece.text !== '')
}

describe('integration parser', () => {
  it('takes the marks out of the output and keeps the order', () => {
    const output = `before${mark('S;7;1;/home/a%3Bb;echo%0A%25 x')}out\r\n${mark('E;7;3')}${mark('R;7;12')}after`
    expect(read([output])).toEqual([
      { text: 'before' },
      { mark: { kind: 'started', shell: 7, previousExitCode: 1, directory: '/home/a;b', commandLine: 'echo\n% x' } },
      { text: 'out\r\n' },
      { mark: { kind: 'ended', shell: 7, exitCode: 3 } },
      { mark: { kind: 'prompt', shell: 7, count: 12 } },
      { text: 'after' },
    ])
  })

  it('reads the same however the output is cut', () => {
    const output = `a\x1b[31m漢😀${mark('S;1;0;/;kubectl get pods')}b\x1b${mark('E;1;0')}\x1b]0;title\x07${mark('C;1;2')}c\x1b]6973;ab`
    const whole = read([output])
    assert(
      property(array(integer({ min: 0, max: output.length }), { maxLength: 12 }), (cuts) => {
        const places = [0, ...[...cuts].sort((one, other) => one - other), output.length]
        const chunks = places.slice(1).map((end, index) => output.slice(places[index], end))
        expect(read(chunks)).toEqual(whole)
      }),
    )
  })

  it('loses nothing of any output', () => {
    assert(
      property(array(string({ unit: constantFrom('\x1b', ']', '6973;abc;', 'x', '\x07') })), (chunks) => {
        const texts = read(chunks).map((piece) => ('text' in piece ? piece.text : ''))
        const marks = new RegExp(String.raw`\x1b\]6973;abc;[^\x07]*\x07`, 'g')
        expect(texts.join('')).toBe(chunks.join('').replaceAll(marks, ''))
      }),
    )
  })

  it.each([
    ['of another nonce', '\x1b]6973;xyz;E;1;0\x07'],
    ['without a nonce', '\x1b]6973;E;1;0\x07'],
    ['of another program', '\x1b]133;A\x07'],
  ])('passes a sequence %s on as output', (_what, sequence) => {
    expect(read([sequence])).toEqual([{ text: sequence }])
  })

  it.each(['X;1;2', 'E;1', 'E;one;0', 'S;1;0;/', 'E;1;-1', ''])(
    'drops the mark %j, which no shell of ours writes',
    (fields) => {
      expect(read([`a${mark(fields)}b`])).toEqual([{ text: 'ab' }])
    },
  )

  it('does not wait for the end of a sequence with a wrong nonce', () => {
    const parser = createIntegrationParser('abc')
    expect(parser.push('x\x1b]6973;nope;S;')).toEqual([{ text: 'x\x1b]6973;nope;S;' }])
  })

  it('gives up on a mark that never ends', () => {
    const parser = createIntegrationParser('abc')
    const pieces: Mark[] = []
    let text = ''
    for (let index = 0; index < 40; index += 1) {
      for (const piece of parser.push(index === 0 ? '\x1b]6973;abc;S;' : 'y'.repeat(64 * 1024))) {
        if ('text' in piece) text += piece.text
        else pieces.push(piece.mark)
      }
    }
    expect([pieces, text.length > 1024 * 1024]).toEqual([[], true])
  })
})
