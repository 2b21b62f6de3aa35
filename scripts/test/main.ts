import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { runSuites } from './run-suites.ts'
import { SUITES } from './suites.ts'

const names = SUITES.map(({ name }) => name)
const USAGE = `Usage: npm test -- [SUITE …]

Sets up what is missing, then runs the suites: ${names.join(', ')}.

What cannot be had on this machine (Electron, Chromium) is said, and the suites that need it are left out; with
DRYDOCK_REQUIRE=electron,chromium or DRYDOCK_REQUIRE=all they fail instead. The toolchain and the build are
always required.
`

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { help: { type: 'boolean', short: 'h' } },
})
const unknown = positionals.filter((name) => !names.includes(name))
if (values.help === true || unknown.length > 0) {
  process.stdout.write(unknown.length > 0 ? `There is no suite ${unknown.join(', ')}.\n\n${USAGE}` : USAGE)
  process.exitCode = unknown.length > 0 ? 2 : 0
} else {
  const stopping = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stopping.abort())
  process.exitCode = await runSuites({
    root: join(import.meta.dirname, '../..'),
    suites: SUITES.filter(({ name }) => positionals.length === 0 || positionals.includes(name)),
    required: ['toolchain', 'build', ...(process.env['DRYDOCK_REQUIRE'] ?? '').split(',').filter(Boolean)],
    signal: stopping.signal,
  })
}
