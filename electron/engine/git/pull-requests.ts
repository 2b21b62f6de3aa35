/** What becomes of pull requests when branches move; and how they look to people. */

import { DrydockError } from '../../contract/errors.ts'
import type { PullRequestView } from '../../contract/git.ts'
import type { CommitGraph } from './commit-graph.ts'
import { mergeTrees, type MergedTree } from './merge-trees.ts'
import type { BranchTip } from './read-refs.ts'
import type { PullRequestRecord } from './repository-record.ts'
import type { Git } from './run-git.ts'

type Branches = ReadonlyMap<string, BranchTip>

export interface Moved {
  readonly before: Branches
  readonly after: Branches
  readonly graph: CommitGraph
  readonly nowMs: number
}

/**
 * A pull request follows its branch. It is merged when somebody pushed a branch `into` that has all its commits, and
 * closed when one of the two branches is gone.
 */
export function follow(pull: PullRequestRecord, { before, after, graph, nowMs }: Moved): PullRequestRecord {
  if (pull.state !== 'open') return pull
  const [from, into] = [after.get(pull.from), after.get(pull.into)]
  const head = from?.head ?? pull.head
  const intoMoved = into !== undefined && before.has(pull.into) && before.get(pull.into)?.head !== into.head
  if (intoMoved && graph.contains(into.head, head)) {
    return { ...pull, head, state: 'merged', method: 'merge', mergedAs: into.head, closedAtMs: nowMs }
  }
  if (from === undefined || into === undefined) return { ...pull, state: 'closed', closedAtMs: nowMs }
  return head === pull.head ? pull : { ...pull, head }
}

type Mergeable = Pick<PullRequestView, 'mergeable' | 'conflicts'>

const CLEAN: Mergeable = { mergeable: 'clean', conflicts: [] }
const NOTHING: Mergeable = { mergeable: 'nothing', conflicts: [] }

/** Tells whether pull requests can be merged; tries each pair of heads once. */
export class MergeTrials {
  readonly #git: Git
  #known = new Map<string, Mergeable>()

  constructor(git: Git) {
    this.#git = git
  }

  async views(
    pulls: readonly PullRequestRecord[],
    branches: Branches,
    graph: CommitGraph,
  ): Promise<readonly PullRequestView[]> {
    const tried = new Map<string, Mergeable>()
    const views: PullRequestView[] = []
    for (const pull of pulls) {
      const into = branches.get(pull.into)?.head
      const isOpen = pull.state === 'open' && into !== undefined
      views.push(asView(pull, isOpen ? await this.#try(pull.head, into, graph, tried) : CLEAN))
    }
    this.#known = tried
    return views
  }

  async #try(head: string, into: string, graph: CommitGraph, tried: Map<string, Mergeable>): Promise<Mergeable> {
    if (graph.contains(into, head)) return NOTHING
    const key = `${head} ${into}`
    const found = tried.get(key) ?? this.#known.get(key) ?? (await this.#merge(head, into))
    tried.set(key, found)
    return found
  }

  async #merge(head: string, into: string): Promise<Mergeable> {
    const merged = await mergeTrees(this.#git, into, head).catch(cannotTell)
    return merged.kind === 'clean' ? CLEAN : { mergeable: 'conflicts', conflicts: merged.paths }
  }
}

/** Git that is too old to try says so when somebody merges. */
async function cannotTell(error: unknown): Promise<MergedTree> {
  if (error instanceof DrydockError && error.detail.code === 'tool-missing') return { kind: 'clean', tree: '' }
  throw error
}

function asView(pull: PullRequestRecord, mergeable: Mergeable): PullRequestView {
  const { head: _head, ...shown } = pull
  return { ...shown, ...mergeable }
}
