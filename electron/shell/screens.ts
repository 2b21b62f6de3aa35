import type { EngineFailure } from './engine-host.ts'

/** What a link on a screen asks the shell to do; the shell catches the navigation, so that no script is needed. */
export const SCREEN_ACTIONS = { retry: 'drydock:retry', logs: 'drydock:logs' } as const

/** Shown when the engine takes its time. */
export const startingScreen = (): string =>
  screen('Drydock is starting', '<p role="status">The engine is coming up; the page opens as soon as it is there.</p>')

/** Shown when the engine is not coming back by itself. */
export const gaveUpScreen = ({ happened, remedy, output }: EngineFailure): string =>
  screen(
    'Drydock has stopped trying',
    `<p role="alert">${escape(happened)}</p>
    <p>${escape(remedy)}</p>
    <p>Your progress is saved.</p>
    <p><a class="button" href="${SCREEN_ACTIONS.retry}" autofocus>Try again</a> <a href="${SCREEN_ACTIONS.logs}">Show the log files</a></p>
    ${output.trim() === '' ? '' : `<h2>Last output</h2><pre tabindex="0" aria-label="Last output">${escape(output.trim())}</pre>`}`,
  )

/** As a `data:` address: nothing to find on disk, nothing to serve, no script. */
function screen(title: string, body: string): string {
  return `data:text/html;charset=utf-8,${encodeURIComponent(`<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>Drydock</title>
<style>${STYLE}</style>
<main>
  <h1>${title}</h1>
  ${body}
</main>
</html>`)}`
}

const STYLE = `
  :root { color-scheme: light dark; font: 15px/1.55 system-ui, sans-serif; background: #fbfbfa; color: #1d2430 }
  main { max-width: 44rem; margin: 14vh auto 4rem; padding: 0 2rem }
  h1 { font-size: 1.5rem; margin: 0 0 1rem }
  h2 { font-size: 1rem; margin: 2rem 0 .5rem }
  a { color: #0b5cad }
  .button { display: inline-block; margin-right: 1rem; padding: .4rem 1rem; border-radius: 6px; background: #0b5cad; color: #fff; text-decoration: none }
  a:focus-visible { outline: 2px solid currentColor; outline-offset: 3px }
  pre { max-height: 40vh; overflow: auto; padding: 1rem; border-radius: 6px; background: #eceef1; white-space: pre-wrap; font: 13px/1.5 ui-monospace, monospace }
  @media (prefers-color-scheme: dark) {
    :root { background: #14181f; color: #dfe5ee }
    a { color: #7db8f5 }
    .button { background: #2f7fd1; color: #fff }
    pre { background: #1f2530 }
  }`

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}
const escape = (text: string): string => text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character)
