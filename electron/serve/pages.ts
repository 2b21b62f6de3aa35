/** The few pages that do not come from the renderer. No script in them; their one style is allowed by its digest. */

import { createHash } from 'node:crypto'

const STYLE =
  ':root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif } ' +
  'main { max-width: 36rem; margin: 20vh auto; padding: 0 1.5rem } h1 { font-size: 1.25rem }'

/** For the `style-src` of the Content-Security-Policy. */
export const PAGE_STYLE = `'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`

const page = (title: string, text: string): string => `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Drydock</title>
<style>${STYLE}</style>
<main>
  <h1>${title}</h1>
  <p>${text}</p>
</main>
</html>
`

export const refusalPage = (reason: string): string =>
  page(
    'This page belongs to another run of Drydock',
    `${reason} Open the address that Drydock printed when it started; every run has a new one.`,
  )

export const NOT_BUILT = page(
  'The page is not built yet',
  'Run <code>npm run build</code> in the folder of Drydock, then reload.',
)
