import { Check, MessageSquare, PencilLine } from 'lucide-react'
import type { ReviewView } from '../../electron/contract/git.ts'
import { VERDICT_WORDS } from '../state/git-words.ts'
import { Ago } from '../ui/time.tsx'

const ICONS = { approved: Check, 'changes-requested': PencilLine, comment: MessageSquare }

/** What was said about a pull request, oldest first. */
export function Reviews({ reviews }: { readonly reviews: readonly ReviewView[] }) {
  if (reviews.length === 0) return null
  return (
    <ul className="reviews" aria-label="Reviews">
      {reviews.map((review, index) => (
        // Reviews have no identity but their place.
        <Review key={index} review={review} />
      ))}
    </ul>
  )
}

function Review({ review: { author, verdict, body, atMs } }: { readonly review: ReviewView }) {
  const Icon = ICONS[verdict]
  return (
    <li className={`review review--${verdict}`}>
      <Icon size={14} aria-hidden="true" />
      <div>
        <p>
          <b>{author}</b> {VERDICT_WORDS[verdict]}{' '}
          <span className="git-soft">
            <Ago atMs={atMs} />
          </span>
        </p>
        {body.trim() === '' ? null : <p className="pull-body">{body}</p>}
      </div>
    </li>
  )
}
