/** The few pages that do not come from the renderer. No script in them. */

const page = (title: string, text: string): string => `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Drydock</title>
<style>
  :root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif }
  main { max-width: 36rem; margin: 20vh auto; padding: 0 1.5rem }
  h1 { font-size: 1.25rem }
</style>
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
