import { CSPProvider } from '@base-ui/react/csp-provider'
import { Tooltip } from '@base-ui/react/tooltip'
import { CatalogueScreen } from './catalogue/catalogue-screen.tsx'
import { LabScreen } from './lab/lab-screen.tsx'
import { Overlays } from './palette/overlays.tsx'
import { AppContext, useAppState, useUi } from './state/app.ts'
import type { App } from './state/app.ts'
import { Banners } from './shared/banners.tsx'
import { BugBoundary } from './shared/bug-boundary.tsx'
import { LiveRegion } from './shared/live-region.tsx'
import { NoEngine } from './shared/no-engine.tsx'
import './app-root.css'

/** Base UI would put `style` elements on the page for scroll areas and selects; the page's policy forbids them. */
export function AppRoot({ app }: { readonly app: App }) {
  return (
    <AppContext.Provider value={app}>
      <CSPProvider disableStyleElements>
        <Tooltip.Provider delay={400}>
          <BugBoundary>
            <Screen />
          </BugBoundary>
        </Tooltip.Provider>
      </CSPProvider>
    </AppContext.Provider>
  )
}

function Screen() {
  const ready = useAppState(({ engine, connection }) => engine !== null && connection.phase !== 'refused')
  const route = useUi((ui) => ui.route)
  if (!ready) return <NoEngine />
  return (
    <div className="app">
      <Banners />
      {route.screen === 'catalogue' ? <CatalogueScreen /> : <LabScreen key={route.lab} lab={route.lab} />}
      <Overlays />
      <LiveRegion />
    </div>
  )
}
