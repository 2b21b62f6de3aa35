import { toWire } from '../../electron/contract/errors.ts'
import type { RepositoryView } from '../../electron/contract/git.ts'
import { focusPane } from '../shared/panes.ts'
import type { App } from '../state/app.ts'
import { cloneCommand } from '../state/git-page.ts'
import type { Action } from './action.ts'

/** What can be done with the repositories of an open lab. */
export function gitActions(app: App): readonly Action[] {
  const { git, store } = app
  const repository = git.repository()
  if (repository === undefined) return []
  const others = (store.getState().engine?.repositories ?? []).filter(({ name }) => name !== repository.name)
  const actions: Action[] = [copyAction(app, 'copy-clone', repository)]
  if (repository.branches.length > 1) {
    actions.push({
      id: 'open-pull',
      title: 'Open a pull request',
      group: 'Git',
      run() {
        git.startPullRequest()
        requestAnimationFrame(toTitle)
      },
    })
  }
  return [...actions, ...others.map((other) => copyAction(app, `copy-clone-${other.name}`, other))]
}

/** To the first field of the form; to the panel when such a pull request is open already. */
function toTitle(): void {
  const title = document.querySelector<HTMLElement>('[data-pull-title]')
  if (title === null) focusPane('panel')
  else title.focus()
}

const copyAction = ({ commands }: App, id: string, repository: RepositoryView): Action => ({
  id,
  title: `Copy the clone command of ${repository.name}`,
  group: 'Git',
  run() {
    const text = cloneCommand(repository)
    navigator.clipboard.writeText(text).then(
      () => commands.set({ announcement: `Copied: ${text}` }),
      (error: unknown) => commands.report(toWire(error)),
    )
  },
})
