import type { EngineState } from './apply-event.ts'
import type { PanelTab } from './ui-store.ts'

const TABS: Readonly<Record<'plain' | 'git' | 'flux', readonly PanelTab[]>> = {
  plain: ['cluster', 'checks'],
  git: ['cluster', 'git', 'checks'],
  flux: ['cluster', 'git', 'timeline', 'checks'],
}

/** The tabs of the bottom panel: Git for labs with repositories or a Git server, Timeline for those with Flux. */
export function panelTabs({ lab, catalogue, repositories, timeline }: EngineState): readonly PanelTab[] {
  const requires = catalogue.labs.find(({ id }) => id === lab?.id)?.requires ?? []
  if (requires.includes('flux') || timeline.length > 0) return TABS.flux
  return repositories.length > 0 || requires.includes('git') ? TABS.git : TABS.plain
}

/** The tab that is shown: the chosen one where this lab has it. */
export const shownTab = (tabs: readonly PanelTab[], wanted: PanelTab): PanelTab =>
  tabs.includes(wanted) ? wanted : 'cluster'
