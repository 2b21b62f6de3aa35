/** What to say to a learner while something cannot be seen. */

import type { UnknownReason } from '../../contract/verdict.ts'
import { kindWords } from '../checks/names.ts'
import type { Blind } from '../checks/observation.ts'
import { STATUS_FORBIDDEN, STATUS_NOT_FOUND, STATUS_UNAUTHORIZED, type ApiFailure } from './api-failure.ts'

type Reason = Extract<UnknownReason, 'not-observed' | 'api-unreachable' | 'kind-unknown' | 'forbidden' | 'watch-stale'>

/** `why` is the API server's own message, or what the connection gave. */
export function blindTo(kind: string, reason: Reason, why = ''): Blind {
  return { reason, detail: SENTENCES[reason](kind, why.trim().replace(/\.$/, '')) }
}

/** What a failed request for the kind's objects means. */
export function blindBy(kind: string, { kind: failure, status, message }: ApiFailure): Blind {
  if (status === STATUS_FORBIDDEN || status === STATUS_UNAUTHORIZED) return blindTo(kind, 'forbidden', message)
  if (status === STATUS_NOT_FOUND) return blindTo(kind, 'kind-unknown')
  return blindTo(kind, failure === 'silent' ? 'watch-stale' : 'api-unreachable', message)
}

const SENTENCES: Readonly<Record<Reason, (kind: string, why: string) => string>> = {
  'not-observed': (kind) => `The cluster's ${kindWords(kind)} are being read; this takes a moment.`,
  'api-unreachable': (_, why) =>
    `The cluster's API server does not answer (${why}). The check goes on by itself as soon as it does.`,
  'kind-unknown': (kind) =>
    `This cluster does not know the kind ${kind} yet. The check goes on by itself as soon as it does.`,
  forbidden: (kind, why) =>
    `The cluster does not let Drydock see its ${kindWords(kind)} (${why}). The check looks again by itself.`,
  'watch-stale': (kind) =>
    `Nothing has been heard of the cluster's ${kindWords(kind)} for too long. Drydock connects again, and the check goes on by itself.`,
}
