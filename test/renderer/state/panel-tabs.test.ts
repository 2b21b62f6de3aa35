import { describe, expect, it } from 'vitest'
import { labId } from '../../../electron/contract/ids.ts'
import { fromSnapshot } from '../../../renderer/state/apply-event.ts'
import { panelTabs, shownTab } from '../../../renderer/state/panel-tabs.ts'
import { fakeSnapshot } from '../fake-catalogue.ts'
import { repository } from '../fake-git.ts'
import { fakeLab } from '../fake-lab.ts'

const tabsOf = (lab: string, repositories = [repository()]) =>
  panelTabs(fromSnapshot(fakeSnapshot({ lab: { ...fakeLab(), id: labId(lab) }, repositories })))

describe('panelTabs', () => {
  it('has Git for labs with repositories, and the timeline for those that need Flux', () => {
    expect(tabsOf('rollouts', [])).toEqual(['cluster', 'checks'])
    expect(tabsOf('rollouts')).toEqual(['cluster', 'git', 'checks'])
    expect(tabsOf('flux', [])).toEqual(['cluster', 'git', 'timeline', 'checks'])
  })

  it('shows the cluster where the chosen tab is not there', () => {
    expect([shownTab(tabsOf('rollouts', []), 'git'), shownTab(tabsOf('rollouts'), 'git')]).toEqual(['cluster', 'git'])
  })
})
