import type { Session, WebContents } from 'electron'

export interface GuardOptions {
  /** Of the page at this moment; undefined while there is no engine. */
  readonly ownOrigin: () => string | undefined
  readonly openOutside: (url: string) => void
  /** A link of one of the shell's own screens was followed. */
  readonly onAction: (url: string) => void
}

/** What the page needs to copy a command. Everything else a page could ask for is refused. */
const ALLOWED_PERMISSIONS: readonly string[] = ['clipboard-sanitized-write']

/** Keeps the window on our own page: no navigation, no window, no permission leads elsewhere. */
export function guardContents(contents: WebContents, { ownOrigin, openOutside, onAction }: GuardOptions): void {
  const decide = (event: { preventDefault(): void }, url: string): void => {
    if (isSame(url, ownOrigin())) return
    event.preventDefault()
    if (url.startsWith('drydock:') && contents.getURL().startsWith('data:')) onAction(url)
    else openOutside(url)
  }
  contents.on('will-navigate', decide)
  contents.on('will-redirect', decide)
  contents.on('will-attach-webview', (event) => event.preventDefault())
  contents.setWindowOpenHandler(({ url }) => {
    if (!isSame(url, ownOrigin())) openOutside(url)
    return { action: 'deny' }
  })
}

export function guardSession(session: Session, ownOrigin: () => string | undefined): void {
  session.setPermissionRequestHandler((contents, permission, callback) =>
    callback(ALLOWED_PERMISSIONS.includes(permission) && isSame(contents.getURL(), ownOrigin())),
  )
  session.setPermissionCheckHandler(
    (_contents, permission, origin) => ALLOWED_PERMISSIONS.includes(permission) && isSame(origin, ownOrigin()),
  )
  session.setDevicePermissionHandler(() => false)
}

/** Only https leaves for the learner's browser; a `file:` or custom scheme could start a program. */
export const mayOpenOutside = (url: string): boolean => parse(url)?.protocol === 'https:'

const isSame = (url: string, origin: string | undefined): boolean =>
  origin !== undefined && parse(url)?.origin === origin

function parse(url: string): URL | undefined {
  try {
    return new URL(url)
  } catch {
    return undefined
  }
}
