import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { CommitView } from '../../../electron/contract/git.ts'
import { layLanes } from '../../../renderer/git/lanes.ts'
import type { LaneGraph } from '../../../renderer/git/lanes.ts'
import { commit, history, idOf } from '../fake-git.ts'

/** One line a row: the commit's letter, its lane, and its lines as `|1` (through), `'0` (in) and `.0` (out). */
const SIGNS = { through: '|', in: "'", out: '.' } as const

const drawn = ({ rows }: LaneGraph): string[] =>
  rows.map(({ commit: { id }, lane, lines }) =>
    [`${id[0]}${lane}`, ...lines.map((line) => `${SIGNS[line.kind]}${line.lane}`)].join(' '),
  )

describe('layLanes', () => {
  it('draws a straight line for one branch', () => {
    const graph = layLanes([commit('c', 'b'), commit('b', 'a'), commit('a', '')], idOf('c'))
    expect(drawn(graph)).toEqual(['c0 .0', "b0 '0 .0", "a0 '0"])
    expect(graph.width).toBe(1)
  })

  it('keeps the trunk on the first lane, whatever is newer', () => {
    expect(drawn(layLanes(history(0), idOf('e')))).toEqual([
      'g1 .1',
      'e0 |1 .0 .2',
      "f1 |0 |2 '1 .1",
      "d2 |0 |1 '2 .2",
      "c0 |2 '0 '1 .0",
      "b0 '0 '2 .0",
      "a0 '0",
    ])
  })

  it('uses a lane again once its branch has come home', () => {
    const commits = [
      commit('f', 'ed'),
      commit('e', 'c'),
      commit('d', 'c'),
      commit('c', 'ab'),
      commit('b', 'a'),
      commit('a', ''),
    ]
    expect(layLanes(commits, idOf('f')).width).toBe(2)
  })

  it('lets a line run out below when the parent is not in the list', () => {
    expect(drawn(layLanes([commit('b', 'a')], idOf('b')))).toEqual(['b0 .0'])
  })

  it('begins a lane of its own for a history that has nothing to do with the trunk', () => {
    expect(drawn(layLanes([commit('x', ''), commit('b', 'a'), commit('a', '')], idOf('b')))).toEqual([
      'x1',
      'b0 .0',
      "a0 '0",
    ])
  })

  it('needs no trunk', () => {
    expect(layLanes([], undefined)).toEqual({ rows: [], width: 0 })
    expect(drawn(layLanes([commit('a', '')], undefined))).toEqual(['a0'])
  })

  it('continues below every line that ends above, and never puts a commit on a line that passes by', () => {
    fc.assert(
      fc.property(randomHistory(), (commits) => {
        const { rows } = layLanes(commits, commits[0]?.id)
        for (const [index, row] of rows.entries()) {
          const above = rows[index - 1]?.lines ?? []
          const ending = new Set(above.filter((line) => line.kind !== 'in').map((line) => line.lane))
          const beginning = new Set(row.lines.filter((line) => line.kind !== 'out').map((line) => line.lane))
          expect(beginning).toEqual(ending)
          expect(row.lines).not.toContainEqual({ kind: 'through', lane: row.lane })
        }
      }),
    )
  })
})

/** Commits that have up to two parents among the older ones. */
const randomHistory = (): fc.Arbitrary<CommitView[]> =>
  fc.array(fc.tuple(fc.nat(5), fc.option(fc.nat(5), { nil: null })), { maxLength: 24 }).map((links) =>
    links.map(([first, second], index) => {
      const parents = [first, ...(second === null ? [] : [second])]
        .map((back) => index + 1 + back)
        .filter((older, at, all) => older < links.length && all.indexOf(older) === at)
      return { ...commit('z', ''), id: `id-${index}`, parents: parents.map((older) => `id-${older}`) }
    }),
  )
