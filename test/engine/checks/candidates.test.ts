import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compare, fitting, nearest, type Wanted } from '../../../electron/engine/checks/candidates.ts'
import type { KubeObject } from '../../../electron/engine/checks/observation.ts'
import { object, PODS } from './builders.ts'

const wanted = (): Wanted => ({ object: PODS, match: { spec: { a: 0, b: 0 } }, cel: [{ rule: 'object.spec.c == 0' }] })

/** Off by as many as the three numbers that are not 0; `c` as a text breaks the rule `object.spec.c > 0`. */
const podOf = (name: string, a: number, b: number, c: number | string): KubeObject =>
  object('Pod', name, { spec: { a, b, c } })

describe('compare', () => {
  it('remembers what it found, so that the same list gives the same comparison', () => {
    const check = wanted()
    const objects = [podOf('one', 0, 0, 0)]
    expect(compare(check, objects)).toBe(compare(check, objects))
  })

  it('finds the same through any row of changes as it does anew', () => {
    const digit = fc.integer({ min: 0, max: 1 })
    const change = fc.record({
      kind: fc.constantFrom('add', 'change', 'remove', 'move', 'clear'),
      place: fc.nat(20),
      numbers: fc.tuple(digit, digit, fc.oneof(digit, fc.constant('text'))),
    })
    fc.assert(
      fc.property(fc.array(change, { maxLength: 40 }), (changes) => {
        const check: Wanted = { ...wanted(), cel: [{ rule: 'object.spec.c < 1' }] }
        let objects: readonly KubeObject[] = []
        for (const { kind, place, numbers } of changes) {
          objects = changed(objects, kind, place % (objects.length + 1), numbers)
          expect(compare(check, objects)).toEqual(compare({ ...check }, objects))
        }
      }),
    )
  })

  it('tells which objects fit, and which do not: the nearest first, of equals the newest', () => {
    const objects = [
      podOf('far', 1, 1, 1),
      podOf('fits', 0, 0, 0),
      podOf('older', 1, 0, 0),
      podOf('newer', 0, 1, 0),
      podOf('mid', 1, 1, 0),
    ]
    const comparison = compare(wanted(), objects)
    const names = (found: readonly KubeObject[]): readonly string[] => found.map(({ metadata }) => metadata.name)
    expect([...comparison.distances]).toEqual([3, 0, 1, 1, 2])
    expect([
      names(fitting(comparison)),
      names(nearest(comparison, 3)),
      names(nearest(comparison, 9)),
      nearest(comparison, 0),
    ]).toEqual([['fits'], ['newer', 'older', 'mid'], ['newer', 'older', 'mid', 'far'], []])
  })

  it('names the object on which the check cannot be evaluated', () => {
    const check: Wanted = { ...wanted(), cel: [{ rule: 'object.spec.c < 1' }] }
    const broken = podOf('broken', 0, 0, 'text')
    expect(compare(check, [podOf('fits', 0, 0, 0), broken]).unfit).toBe(broken)
  })
})

function changed(
  objects: readonly KubeObject[],
  kind: string,
  place: number,
  [a, b, c]: readonly [number, number, number | string],
): readonly KubeObject[] {
  const old = objects[place]
  if (kind === 'clear') return []
  if (kind === 'add' || old === undefined) return [...objects, podOf(`pod-${objects.length}`, a, b, c)]
  const others = objects.filter((each) => each !== old)
  if (kind === 'remove') return others
  return kind === 'move' ? [...others, old] : objects.with(place, { ...old, spec: { a, b, c } })
}
