import { ArrowLeftRight, GitPullRequest } from 'lucide-react'
import { useId, useRef } from 'react'
import type { PullRequestView, RepositoryView } from '../../electron/contract/git.ts'
import { useApp } from '../state/app.ts'
import type { GitPage } from '../state/git-page.ts'
import { Button, IconButton } from '../ui/button.tsx'
import { useEscape } from '../ui/use-escape.ts'
import { ComparisonBody } from './comparison-body.tsx'
import { DetailHead } from './detail-head.tsx'
import { PullForm } from './pull-form.tsx'

type ComparisonPage = GitPage & { page: 'compare' }

interface ComparePageProps {
  readonly repository: RepositoryView
  readonly page: ComparisonPage
}

/** Two branches beside each other, and the pull request that would bring one into the other. */
export function ComparePage({ repository, page }: ComparePageProps) {
  const { git } = useApp()
  const pane = useRef<HTMLDivElement>(null)
  const leave = (): void => git.show(page.drafting ? { page: 'pulls', number: null } : { page: 'branches' })
  useEscape(pane, leave)
  const { base, head } = page
  const open = repository.pullRequests.find((pull) => pull.state === 'open' && pull.from === head && pull.into === base)
  return (
    <div ref={pane} className="git-detail" role="group" aria-label="Compare two branches">
      <DetailHead
        back={page.drafting ? 'All pull requests' : 'All branches'}
        onBack={leave}
        title={page.drafting ? 'New pull request' : 'Compare'}
      />
      <div className="git-detail__body" role="group" aria-label="The comparison" tabIndex={0}>
        <BranchPair repository={repository} page={page} />
        <WhatToDo repository={repository} page={page} open={open} />
        <Difference repository={repository} page={page} />
      </div>
    </div>
  )
}

function BranchPair({ repository, page }: ComparePageProps) {
  const { git } = useApp()
  return (
    <div className="branch-pair">
      <BranchField
        label="Into"
        repository={repository}
        value={page.base}
        onChange={(base) => git.show({ ...page, base })}
      />
      <IconButton name="Turn the two around" onClick={() => git.show({ ...page, base: page.head, head: page.base })}>
        <ArrowLeftRight size={14} aria-hidden="true" />
      </IconButton>
      <BranchField
        label="From"
        repository={repository}
        value={page.head}
        onChange={(head) => git.show({ ...page, head })}
      />
    </div>
  )
}

interface BranchFieldProps {
  readonly label: string
  readonly repository: RepositoryView
  readonly value: string
  readonly onChange: (value: string) => void
}

function BranchField({ label, repository, value, onChange }: BranchFieldProps) {
  const id = useId()
  const names = repository.branches.map(({ name }) => name)
  return (
    <span className="git-field git-field--line">
      <label htmlFor={id}>{label}</label>
      <select id={id} className="select" value={value} onChange={(event) => onChange(event.target.value)}>
        {(names.includes(value) ? names : [value, ...names]).map((name) => (
          <option key={name}>{name}</option>
        ))}
      </select>
    </span>
  )
}

function WhatToDo({ repository, page, open }: ComparePageProps & { readonly open: PullRequestView | undefined }) {
  const { git } = useApp()
  if (page.base === page.head) return null
  if (open !== undefined) {
    return (
      <p className="git-facts">
        Pull request #{open.number} asks for this already.
        <Button look="line" onClick={() => git.show({ page: 'pulls', number: open.number })}>
          Show it
        </Button>
      </p>
    )
  }
  if (page.drafting) return <PullForm key={`${page.base} ${page.head}`} repository={repository} page={page} />
  return (
    <Button look="line" className="git-detail__action" onClick={() => git.show({ ...page, drafting: true })}>
      <GitPullRequest size={14} aria-hidden="true" />
      Open a pull request
    </Button>
  )
}

function Difference({ repository, page: { base, head } }: ComparePageProps) {
  if (base === head) return <p className="git-soft">Choose two branches that differ.</p>
  const gone = [base, head].find((wanted) => repository.branches.every(({ name }) => name !== wanted))
  if (gone !== undefined) return <p className="git-soft">There is no branch {gone} any more.</p>
  const none = `Nothing: ${base} has everything that ${head} has.`
  return <ComparisonBody repository={repository} revisions={{ base, head }} none={none} />
}
