import { describe, expect, it } from 'vitest'
import { roveTo } from '../../../renderer/ui/use-roving.ts'

const rows = [['a1', 'a2'], ['b1'], ['c1', 'c2', 'c3']]

describe('roveTo', () => {
  it.each([
    ['a1', 'ArrowDown', 'b1'],
    ['c1', 'ArrowUp', 'b1'],
    ['a1', 'ArrowUp', 'a1'],
    ['c2', 'ArrowDown', 'c2'],
    ['a1', 'ArrowRight', 'a2'],
    ['a2', 'ArrowRight', 'a2'],
    ['c2', 'ArrowLeft', 'c1'],
    ['a2', 'End', 'c2'],
    ['c3', 'Home', 'a2'],
    ['a2', 'ArrowDown', 'b1'],
  ])('from %s with %s goes to %s', (from, key, to) => {
    expect(roveTo(rows, from, key)).toBe(to)
  })

  it('leaves other keys, and what is not in the list, alone', () => {
    expect([roveTo(rows, 'a1', 'x'), roveTo(rows, 'z', 'ArrowDown'), roveTo([], 'a1', 'Home')]).toEqual([
      undefined,
      undefined,
      undefined,
    ])
  })
})
