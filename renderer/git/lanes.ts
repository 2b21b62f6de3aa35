import type { CommitView } from '../../electron/contract/git.ts'

/** A line within the row of one commit. Lanes are counted from 0, from the left. */
export interface LaneLine {
  /** `through` passes the commit by, `in` comes to it from a newer one, `out` leaves it for a parent. */
  readonly kind: 'through' | 'in' | 'out'
  /** Lane at the upper end (`through`, `in`) or at the lower end (`out`). */
  readonly lane: number
}

export interface LaneRow {
  readonly commit: CommitView
  readonly lane: number
  readonly lines: readonly LaneLine[]
}

export interface LaneGraph {
  readonly rows: readonly LaneRow[]
  /** How many lanes are used anywhere. */
  readonly width: number
}

/**
 * Gives every commit a lane and draws the lines between the rows. `commits` are newest first, children before parents.
 * The first parents of `trunk` stay on lane 0. A line keeps its lane from a commit to its parent, so that nothing bends
 * but where a commit is.
 */
export function layLanes(commits: readonly CommitView[], trunk: string | undefined): LaneGraph {
  const known = new Set(commits.map((commit) => commit.id))
  /** Which commit each lane leads to; undefined for a free one. */
  const lanes: (string | undefined)[] = trunk !== undefined && known.has(trunk) ? [trunk] : []
  let drawn = new Set<number>()
  let width = 0
  const rows = commits.map((commit): LaneRow => {
    const own = lanes.indexOf(commit.id)
    const lane = own === -1 ? takeFree(lanes) : own
    const arriving = lanes.flatMap((target, index) => (target === commit.id && drawn.has(index) ? [index] : []))
    const passing = lanes.flatMap((target, index) =>
      target !== undefined && target !== commit.id && drawn.has(index) ? [index] : [],
    )
    for (const [index, target] of lanes.entries()) if (target === commit.id) lanes[index] = undefined
    const leaving = commit.parents.map((parent, index) => laneOf(lanes, parent, index === 0 ? lane : undefined))
    drawn = new Set([...passing, ...leaving])
    width = Math.max(width, lane + 1, ...[...drawn].map((index) => index + 1))
    return {
      commit,
      lane,
      lines: [
        ...passing.map((index): LaneLine => ({ kind: 'through', lane: index })),
        ...arriving.map((index): LaneLine => ({ kind: 'in', lane: index })),
        ...leaving.map((index): LaneLine => ({ kind: 'out', lane: index })),
      ],
    }
  })
  return { rows, width }
}

/** A first parent goes on in the lane of its child, another one where a line leads to it already, or in a lane of its own. */
function laneOf(lanes: (string | undefined)[], parent: string, own: number | undefined): number {
  const there = lanes.indexOf(parent)
  if (own === undefined && there !== -1) return there
  const lane = own ?? takeFree(lanes)
  lanes[lane] = parent
  return lane
}

function takeFree(lanes: (string | undefined)[]): number {
  const free = lanes.indexOf(undefined)
  if (free !== -1) return free
  lanes.push(undefined)
  return lanes.length - 1
}
