import { describe, expect, it } from 'vitest'
import { describeValue, nearest, quote, suggest } from '../../../electron/engine/labs/words.ts'

describe('nearest', () => {
  it.each([
    ['instrctions', ['instructions', 'title'], 'instructions'],
    ['setps', ['steps', 'setup'], 'steps'],
    ['Deployment', ['deployment'], 'deployment'],
    ['latch', ['live', 'latched'], 'latched'],
    ['nothing-like-it', ['steps'], undefined],
    ['x', ['y', 'z'], undefined],
    ['', ['a'], undefined],
  ])('of %s among %j is %s', (word, known, expected) => {
    expect(nearest(word, known)).toBe(expected)
  })
})

describe('suggest', () => {
  it.each([
    ['objct', ['object', 'match'], 'Did you mean "object"? Known: object, match.'],
    ['Labb', ['Lab'], 'Did you mean "Lab"?'],
    ['qwert', ['Lab', 'Lab'], 'Known: Lab.'],
    ['qwert', [], 'Correct it or remove it.'],
  ])('for %s among %j says: %s', (word, known, expected) => {
    expect(suggest(word, known)).toBe(expected)
  })
})

describe('quote', () => {
  it.each([
    ['plain', '"plain"'],
    ['two\nlines', String.raw`"two\nlines"`],
    ['\u001b[31mred\u202e', String.raw`"\u001b[31mred\u202e"`],
    ['a\u200bb\u0085', String.raw`"a\u200bb\u0085"`],
    ['x'.repeat(80), `"${'x'.repeat(60)}…"`],
  ])('shows %j as %s', (text, expected) => {
    expect(quote(text)).toBe(expected)
  })
})

describe('describeValue', () => {
  it.each([
    [null, 'nothing'],
    ['a', 'the text "a"'],
    [3, 'the number 3'],
    [Infinity, 'no finite number'],
    [true, 'the value true'],
    [[1], 'a list'],
    [{ a: 1 }, 'a mapping'],
  ])('calls %j %s', (value, expected) => {
    expect(describeValue(value)).toBe(expected)
  })
})
