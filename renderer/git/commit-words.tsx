import type { CommitView } from '../../electron/contract/git.ts'

/** What a row of commits says of one: its subject, and who wrote it. */
export function CommitWords({ commit }: { readonly commit: CommitView }) {
  return (
    <>
      <span className="commit-row__subject" title={commit.subject}>
        {commit.subject}
      </span>
      <span className="commit-row__author">
        <span className="visually-hidden">, by </span>
        {commit.author}
      </span>
    </>
  )
}
