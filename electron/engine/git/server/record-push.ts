import type { Repository } from '../repository.ts'
import { MAX_PUSH_BYTES } from './limits.ts'
import type { PushCommands } from './push-commands.ts'
import type { Refusal } from './push-hook.ts'

/** More than anybody looks at. */
const MAX_REFUSED = 100

/** After a push: looks at the repository again, and keeps what was refused. */
export async function recordPush(
  repository: Repository,
  wish: PushCommands,
  refusals: readonly Refusal[],
  nowMs: number,
): Promise<void> {
  await repository.refresh()
  const all = [...refusals, ...tooLarge(wish)].map((refusal) => ({ ...refusal, atMs: nowMs }))
  if (all.length > 0) {
    await repository.change((record) => ({
      ...record,
      refused: [...record.refused, ...all].slice(-MAX_REFUSED),
      refusalStands: true,
    }))
  } else if (repository.record.refusalStands && succeeded(repository, wish)) {
    await repository.change((record) => ({ ...record, refusalStands: false }))
  }
}

function tooLarge(wish: PushCommands): readonly Refusal[] {
  if (wish.packBytes <= MAX_PUSH_BYTES) return []
  const reason = `A push may hold at most ${MAX_PUSH_BYTES / 1024 / 1024} MB.`
  return wish.commands.map(({ ref }) => ({ branch: ref.replace(/^refs\/heads\//, ''), reason }))
}

/** The branches are where the push wanted them. */
function succeeded(repository: Repository, wish: PushCommands): boolean {
  const heads = new Map(repository.state.branches.map(({ name, head }) => [`refs/heads/${name}`, head]))
  return wish.commands.some(({ ref, after }) => heads.get(ref) === after)
}
