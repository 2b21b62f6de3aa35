import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { DrydockError } from '../../electron/contract/errors.ts'
import { defaultFolders } from '../../electron/engine/lib/folders.ts'
import { start } from './start.ts'

const USAGE = `Usage: npm start -- [--browser]

Gets what is missing, builds, and opens Drydock's window.

  --browser     serve the page and print its address instead of opening a window
`

const { values } = parseArgs({ options: { browser: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } } })
const stopping = new AbortController()
const stop = (): void => stopping.abort()
process.on('SIGINT', stop).on('SIGTERM', stop).on('SIGHUP', stop).on('disconnect', stop)

if (values.help === true) {
  process.stdout.write(USAGE)
} else {
  try {
    process.exitCode = await start({
      root: join(import.meta.dirname, '../..'),
      cacheRoot: defaultFolders().cache,
      browser: values.browser === true,
      signal: stopping.signal,
      print: (line) => process.stdout.write(`${line}\n`),
    })
  } catch (error) {
    if (!stopping.signal.aborted) {
      const message = error instanceof DrydockError || !(error instanceof Error) ? String(error) : error.message
      process.stderr.write(`${message.replace(/^DrydockError: /, '')}\n`)
      process.exitCode = 1
    }
  }
}
if (process.connected) process.disconnect()
