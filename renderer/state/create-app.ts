import { createClient } from '../connection/client.ts'
import type { EngineClient } from '../connection/client.ts'
import { TerminalHub } from '../terminal/terminal-hub.ts'
import { createAnnouncer } from './announcer.ts'
import type { App } from './app.ts'
import { applyEvent, fromSnapshot } from './apply-event.ts'
import { createChangeAnnouncer } from './change-announcer.ts'
import { AppCommands } from './commands.ts'
import { GitCommands } from './git-commands.ts'
import { ALL_COMMITS } from './git-page.ts'
import { browserPreferences } from './preferences.ts'
import { parseRoute } from './route.ts'
import { addProblem, createAppStore } from './store.ts'
import type { AppStore } from './store.ts'
import { applyTheme } from './theme.ts'
import { createUiStore } from './ui-store.ts'
import type { UiStore } from './ui-store.ts'

/** The engine's socket beside the page: same host, same port, and the same cookie. */
export function engineUrl(page: URL): string {
  const url = new URL('engine', page)
  url.protocol = page.protocol === 'https:' ? 'wss:' : 'ws:'
  url.search = ''
  url.hash = ''
  return url.href
}

/** Builds the whole app around one window, readable from top to bottom. */
export function createApp(window: Window): App {
  const preferences = browserPreferences(() => window.localStorage)
  const store = createAppStore()
  const ui = createUiStore(preferences, window.location.hash)
  const terminals = new TerminalHub()
  const client = connect(window, store, terminals)
  const root = window.document.documentElement
  const navigate = (hash: string): void => {
    window.location.hash = hash
  }

  applyTheme(ui.getState().theme, root)
  window.addEventListener('hashchange', () => {
    ui.setState({ route: parseRoute(window.location.hash), overlay: null, selectedObject: null })
    ui.setState({ repository: null, gitPage: ALL_COMMITS })
  })
  window.addEventListener('online', () => client.retryNow())
  announceVerdicts(store, ui)
  announceChanges(store, ui)

  return {
    client,
    store,
    ui,
    terminals,
    preferences,
    commands: new AppCommands({ client, store, ui, preferences, root, navigate }),
    git: new GitCommands({ client, store, ui }),
  }
}

function connect(window: Window, store: AppStore, terminals: TerminalHub): EngineClient {
  return createClient({
    url: engineUrl(new URL(window.location.href)),
    listener: {
      onStatus: (connection) => store.setState({ connection }),
      onSnapshot(snapshot) {
        store.setState({ engine: fromSnapshot(snapshot) })
        terminals.reattach()
      },
      onNotice(notice) {
        if (notice.event === 'terminal/output') {
          terminals.receive(notice.payload.terminalId, notice.payload.data)
        } else if (notice.event === 'engine/problem') {
          const { problem } = notice.payload
          store.setState(({ problems }) => ({ problems: addProblem(problems, problem) }))
        } else {
          store.setState(({ engine }) => (engine === null ? {} : { engine: applyEvent(engine, notice) }))
        }
      },
    },
  })
}

function announceVerdicts(store: AppStore, ui: UiStore): void {
  const announcer = createAnnouncer({
    say: (announcement) => ui.setState({ announcement }),
    now: Date.now,
    after(ms, callback) {
      const timer = setTimeout(callback, ms)
      return () => clearTimeout(timer)
    },
  })
  store.subscribe(({ engine }, before) => {
    if (engine !== null && engine.lab !== before.engine?.lab) announcer.update(engine.lab)
  })
}

function announceChanges(store: AppStore, ui: UiStore): void {
  const announcer = createChangeAnnouncer({ say: (announcement) => ui.setState({ announcement }), now: Date.now })
  store.subscribe(({ engine }, before) => {
    if (engine === null) return
    if (engine.timeline !== before.engine?.timeline) announcer.update(engine.lab?.id ?? null, engine.timeline)
  })
}
