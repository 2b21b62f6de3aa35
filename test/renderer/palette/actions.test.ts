import { describe, expect, it } from 'vitest'
import type { RepositoryView } from '../../../electron/contract/git.ts'
import { labId, terminalId } from '../../../electron/contract/ids.ts'
import type { LabSnapshot } from '../../../electron/contract/protocol.ts'
import { actionsFor } from '../../../renderer/palette/actions.ts'
import { CHORDS } from '../../../renderer/palette/chords.ts'
import type { App } from '../../../renderer/state/app.ts'
import { fromSnapshot } from '../../../renderer/state/apply-event.ts'
import { GitCommands } from '../../../renderer/state/git-commands.ts'
import { createAppStore } from '../../../renderer/state/store.ts'
import { createUiStore } from '../../../renderer/state/ui-store.ts'
import { fakeSnapshot } from '../fake-catalogue.ts'
import { repository } from '../fake-git.ts'
import { fakeLab } from '../fake-lab.ts'

const bash = { terminalId: terminalId('a'), title: 'bash', alive: true }

function app(hash: string, lab: LabSnapshot, repositories: readonly RepositoryView[] = []): App {
  const store = createAppStore()
  const terminals = [bash, { ...bash, terminalId: terminalId('b') }]
  store.setState({ engine: fromSnapshot(fakeSnapshot({ lab, terminals, repositories })) })
  const ui = createUiStore({ read: () => null, write: () => undefined }, hash)
  const git = new GitCommands({
    client: { call: () => Promise.reject(new Error('nobody is there')) } as never,
    store,
    ui,
  })
  ui.setState({ activeTerminal: bash.terminalId })
  return { store, ui, git } as App
}

const openLab: LabSnapshot = {
  ...fakeLab(),
  steps: fakeLab().steps.map((step) => ({ ...step, access: 'open' as const })),
}

describe('actionsFor', () => {
  it('has every action that has a key, in a lab where everything can be done', () => {
    const actions = actionsFor(app('#/labs/flux', { ...openLab, id: labId('flux') }, [repository()]))
    const ids = new Set(actions.map((action) => action.id))
    expect(Object.keys(CHORDS).filter((id) => !ids.has(id))).toEqual([])
  })

  it('gives no two actions the same key or name', () => {
    const repositories = [repository(), repository({ name: 'flux-infra' })]
    const actions = actionsFor(app('#/labs/flux', { ...openLab, id: labId('flux') }, repositories))
    expect(new Set(Object.values(CHORDS)).size).toBe(Object.keys(CHORDS).length)
    expect(new Set(actions.map((action) => `${action.title} ${action.group}`)).size).toBe(actions.length)
  })

  it('leaves out what cannot be done now', () => {
    const ids = actionsFor(app('#/labs/rollouts', { ...fakeLab(), currentStep: 'see' })).map((action) => action.id)
    expect(ids).toContain('next-step')
    expect(ids).not.toContain('previous-step')
    expect(ids).not.toContain('hint')
    expect(ids).not.toContain('open-history')
  })

  it('offers on the catalogue the labs that can run here, and nothing of a lab', () => {
    const ids = actionsFor(app('#/', openLab)).map((action) => action.id)
    expect(ids.filter((id) => id.startsWith('lab-'))).toEqual([
      'lab-first-look',
      'lab-namespaces',
      'lab-contexts',
      'lab-deployments',
      'lab-rollouts',
      'lab-flux',
    ])
    expect(ids).not.toContain('reset')
  })

  it('offers Git and the timeline where the lab has them', () => {
    const idsOf = (id: string, repositories: readonly RepositoryView[]): string[] =>
      actionsFor(app(`#/labs/${id}`, { ...openLab, id: labId(id) }, repositories))
        .map((action) => action.id)
        .filter((action) => /git|timeline|pull|clone/.test(action))
    const alone = repository({ branches: [] })
    expect(idsOf('rollouts', [])).toEqual([])
    expect(idsOf('rollouts', [repository()])).toEqual(['copy-clone', 'open-pull', 'to-git'])
    expect(idsOf('flux', [alone])).toEqual(['copy-clone', 'to-git', 'to-timeline'])
    expect(idsOf('flux', [])).toEqual(['to-git', 'to-timeline'])
  })

  it('runs the next command that was not run yet', () => {
    const one = app('#/labs/rollouts', openLab)
    const title = (): string | undefined => actionsFor(one).find((action) => action.id === 'run-next')?.title
    expect(title()).toBe('Run the next command: kubectl set image deployment vote vote=schoolofdevops/vote:v9')
    one.ui.setState({ ranBlocks: new Set(['break:6']) })
    expect(title()).toBe('Run the next command: kubectl rollout status deployment vote --timeout=10s …')
  })
})
