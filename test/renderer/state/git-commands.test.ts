import { describe, expect, it } from 'vitest'
import { DrydockError } from '../../../electron/contract/errors.ts'
import type { Command } from '../../../electron/contract/protocol.ts'
import type { EngineClient } from '../../../renderer/connection/client.ts'
import { fromSnapshot } from '../../../renderer/state/apply-event.ts'
import { GitCommands } from '../../../renderer/state/git-commands.ts'
import { ALL_COMMITS } from '../../../renderer/state/git-page.ts'
import { createAppStore } from '../../../renderer/state/store.ts'
import { createUiStore } from '../../../renderer/state/ui-store.ts'
import { fakeSnapshot } from '../fake-catalogue.ts'
import { idOf, pullRequest, repository } from '../fake-git.ts'

function start(answer: (command: Command, params: unknown) => Promise<unknown>) {
  const store = createAppStore()
  const repositories = [repository(), repository({ name: 'flux-infra' })]
  store.setState({ engine: fromSnapshot(fakeSnapshot({ repositories })) })
  const ui = createUiStore({ read: () => null, write: () => undefined }, '#/labs/flux')
  const client = { call: answer } as unknown as EngineClient
  const pulls = () => store.getState().engine?.repositories[0]?.pullRequests
  return { git: new GitCommands({ client, store, ui }), ui, pulls }
}

const nobody = (): Promise<never> => Promise.reject(new Error('nobody was asked'))

describe('GitCommands', () => {
  it('opens a pull request and goes to it', async () => {
    const asked: unknown[] = []
    const opened = pullRequest({ number: 3 })
    const { git, ui, pulls } = start(async (command, params) => {
      asked.push(command, params)
      return opened
    })
    const draft = { title: 'More votes', body: '', from: 'more-votes', into: 'main' }
    expect(await git.open('instavote', draft)).toBeNull()
    expect(asked).toEqual(['pull/open', { repository: 'instavote', ...draft }])
    expect(ui.getState().gitPage).toEqual({ page: 'pulls', number: 3 })
    expect(pulls()).toEqual([opened])
    expect(ui.getState().announcement).toBe('Pull request 3, Ask for three replicas of vote, is open.')
  })

  it('stays where it is and says what stands in the way', async () => {
    const detail = { code: 'merge-conflict', happened: 'Both changed vote.yaml.', remedy: 'Merge by hand.' } as const
    const { git, ui } = start(() => Promise.reject(new DrydockError(detail)))
    expect(await git.merge('instavote', 1, 'squash')).toEqual(detail)
    expect(ui.getState().gitPage).toEqual(ALL_COMMITS)
  })

  it('goes to a commit from anywhere', () => {
    const { git, ui } = start(nobody)
    git.showCommit('flux-infra', idOf('c'))
    const { panelTab, repository: name, gitPage } = ui.getState()
    expect({ panelTab, name, gitPage }).toEqual({
      panelTab: 'git',
      name: 'flux-infra',
      gitPage: { page: 'commits', branch: null, commit: idOf('c') },
    })
  })

  it('keeps the kind of page when another repository is chosen, and nothing that only the first one has', () => {
    const { git, ui } = start(nobody)
    const pageAfter = (page: Parameters<typeof git.show>[0]) => {
      git.show(page)
      git.chooseRepository('flux-infra')
      return ui.getState().gitPage
    }
    expect(pageAfter({ page: 'branches' })).toEqual({ page: 'branches' })
    expect(pageAfter({ page: 'pulls', number: 4 })).toEqual({ page: 'pulls', number: null })
    expect(pageAfter({ page: 'commits', branch: 'more-votes', commit: idOf('c') })).toEqual(ALL_COMMITS)
    expect(pageAfter({ page: 'compare', base: 'main', head: 'more-votes', drafting: true })).toEqual(ALL_COMMITS)
  })

  it('starts a pull request between two branches of the repository in sight', () => {
    const { git, ui } = start(nobody)
    git.startPullRequest()
    expect(ui.getState().gitPage).toEqual({ page: 'compare', base: 'main', head: 'more-votes', drafting: true })
  })
})
