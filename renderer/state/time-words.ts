const SECOND = 1_000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** How long ago, as people say it. A moment in the future (clocks differ) is "just now". */
export function agoWords(thenMs: number, nowMs: number): string {
  const ago = nowMs - thenMs
  if (ago < 2 * SECOND) return 'just now'
  if (ago < MINUTE) return `${Math.floor(ago / SECOND)} s ago`
  if (ago < HOUR) return `${Math.floor(ago / MINUTE)} min ago`
  if (ago < DAY) return `${Math.floor(ago / HOUR)} h ago`
  const days = Math.floor(ago / DAY)
  return days === 1 ? 'yesterday' : `${days} days ago`
}

/** How long something took: `0.2 s`, `3.1 s`, `42 s`, `1 min 20 s`, `2 h 5 min`. */
export function durationWords(ms: number): string {
  const seconds = Math.round(ms / SECOND)
  if (ms < 9_950) return `${(Math.max(0, ms) / SECOND).toFixed(1)} s`
  if (seconds < 60) return `${seconds} s`
  const minutes = Math.floor(seconds / 60)
  if (minutes < 60) return joined(minutes, 'min', seconds % 60, 's')
  return joined(Math.floor(minutes / 60), 'h', minutes % 60, 'min')
}

const joined = (big: number, bigUnit: string, small: number, smallUnit: string): string =>
  small === 0 ? `${big} ${bigUnit}` : `${big} ${bigUnit} ${small} ${smallUnit}`

/** A length in whole seconds, for countdowns. */
export const wholeSeconds = (ms: number): string => `${Math.max(0, Math.floor(ms / SECOND))} s`

/** How long until the words of `agoWords` may change. */
export function untilWordsChange(thenMs: number, nowMs: number): number {
  const ago = Math.max(0, nowMs - thenMs)
  if (ago < MINUTE) return SECOND
  return ago < HOUR ? 15 * SECOND : 5 * MINUTE
}
