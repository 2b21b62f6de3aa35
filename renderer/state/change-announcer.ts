import type { LabId } from '../../electron/contract/ids.ts'
import type { ChangeEntry } from '../../electron/contract/timeline.ts'
import { shortId } from './git-words.ts'
import { durationWords } from './time-words.ts'

/** What became ready longer ago than this is history that is being read, not news. Milliseconds. */
const NEWS_MS = 20_000

export interface ChangeAnnouncer {
  /** Call it with every new timeline of the open lab. */
  update(lab: LabId | null, entries: readonly ChangeEntry[]): void
}

/** Says once of each change that it is ready; silent about its stations, and about what is there when a lab opens. */
export function createChangeAnnouncer({
  say,
  now,
}: {
  readonly say: (text: string) => void
  readonly now: () => number
}): ChangeAnnouncer {
  let current: LabId | null = null
  let ready = new Set<string>()
  return {
    update(lab, entries) {
      const finished = entries.filter((entry) => entry.reachedAtMs.ready !== undefined)
      const news = lab === current ? finished.filter((entry) => isNews(entry, ready, now())) : []
      current = lab
      ready = new Set(finished.map((entry) => entry.id))
      if (news.length > 0) say(news.map(sentence).join(' '))
    },
  }
}

function isNews({ id, reachedAtMs: { ready } }: ChangeEntry, said: ReadonlySet<string>, nowMs: number): boolean {
  return !said.has(id) && ready !== undefined && nowMs - ready < NEWS_MS
}

function sentence({ commit, subject, cluster, reachedAtMs: { committed, ready } }: ChangeEntry): string {
  const took =
    committed === undefined || ready === undefined ? '' : `, ${durationWords(ready - committed)} after the commit`
  return `Change ${shortId(commit)}, ${subject}: ready in ${cluster}${took}.`
}
