import type { LaneLine, LaneRow } from './lanes.ts'

/** As high as a row of the list. */
const HEIGHT = 28
const MIDDLE = HEIGHT / 2
const LANE = 12
/** Further lanes than this run out of sight; their commits stand at the edge. */
const MOST_LANES = 8

const xOf = (lane: number): number => Math.min(lane, MOST_LANES) * LANE + LANE / 2 + 1

/** The part of the commit graph that lies in one row. */
export function LaneCell({ row, width }: { readonly row: LaneRow; readonly width: number }) {
  const across = Math.min(width, MOST_LANES) * LANE + 2
  const merge = row.commit.parents.length > 1
  return (
    <svg
      className="lanes"
      width={across}
      height={HEIGHT}
      viewBox={`0 0 ${across} ${HEIGHT}`}
      aria-hidden="true"
      focusable="false"
    >
      {row.lines.map((line) => (
        <path
          key={`${line.kind} ${line.lane}`}
          d={pathOf(line, row.lane)}
          data-trunk={isTrunk(line, row) || undefined}
        />
      ))}
      <circle
        cx={xOf(row.lane)}
        cy={MIDDLE}
        r={merge ? 3.25 : 4}
        data-trunk={row.lane === 0 || undefined}
        data-merge={merge || undefined}
      />
    </svg>
  )
}

const isTrunk = (line: LaneLine, row: LaneRow): boolean =>
  line.lane === 0 && (line.kind === 'through' || row.lane === 0)

function pathOf({ kind, lane }: LaneLine, own: number): string {
  const [x, at] = [xOf(lane), xOf(own)]
  switch (kind) {
    case 'through':
      return `M${x} 0V${HEIGHT}`
    case 'in':
      return x === at ? `M${x} 0V${MIDDLE}` : `M${x} 0C${x} ${MIDDLE} ${x} ${MIDDLE} ${at} ${MIDDLE}`
    case 'out':
      return x === at ? `M${x} ${MIDDLE}V${HEIGHT}` : `M${at} ${MIDDLE}C${x} ${MIDDLE} ${x} ${MIDDLE} ${x} ${HEIGHT}`
  }
}
