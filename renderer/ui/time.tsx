import { agoWords, untilWordsChange } from '../state/time-words.ts'
import { useNow } from './use-now.ts'

/** How long ago, in words; the exact time on hover. */
export function Ago({ atMs }: { readonly atMs: number }) {
  const now = useNow(untilWordsChange(atMs, Date.now()))
  const at = new Date(atMs)
  return (
    <time dateTime={at.toISOString()} title={at.toLocaleString()}>
      {agoWords(atMs, now)}
    </time>
  )
}
