/** `npm run build`: everything that runs, into `dist/`. */
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { BUNDLES, buildBundle } from './build/bundles.ts'
import { buildRenderer } from './build/renderer.ts'

const root = join(import.meta.dirname, '..')

const { values } = parseArgs({ options: { only: { type: 'string', multiple: true } } })
const started = performance.now()
const parts = [
  ...BUNDLES.map((bundle) => ({ name: bundle.name, build: () => buildBundle(root, bundle) })),
  { name: 'renderer', build: () => buildRenderer(root) },
]
const wanted = parts.filter(({ name }) => values.only === undefined || values.only.includes(name))
const outcomes = await Promise.allSettled(wanted.map((part) => part.build()))
const seconds = ((performance.now() - started) / 1000).toFixed(1)
const failures = outcomes.filter((outcome) => outcome.status === 'rejected')
for (const { reason } of failures) console.error(reason instanceof Error ? reason.message : reason)
if (failures.length === 0) console.log(`Built ${wanted.map(({ name }) => name).join(', ')} in ${seconds} s.`)
process.exitCode = failures.length === 0 ? 0 : 1
