/** The real server around a fake engine, as a program. `FAKE_ENGINE` says how the engine behaves, `SERVE_FLAGS` adds to the flags. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DrydockError } from '../../electron/contract/errors.ts'
import type { EngineMaker } from '../../electron/serve/serve.ts'
import { run } from '../../electron/serve/run.ts'
import { fakeEngine } from './fake-engine.ts'

const behaviour = process.env['FAKE_ENGINE'] ?? 'well'

const makeEngine: EngineMaker = async ({ dataRoot }) => {
  if (behaviour === 'cannot-start') {
    throw new DrydockError({ code: 'disk-full', happened: 'The disk is full.', remedy: 'Free some space.' })
  }
  const engine = fakeEngine({
    async 'lab/close'() {
      setImmediate(() => {
        throw new Error('nobody waits for this')
      })
      return null
    },
  })
  return {
    ...engine,
    async dispose() {
      writeFileSync(join(dataRoot, 'engine-stopped'), '')
    },
  }
}

const flags = JSON.parse(process.env['SERVE_FLAGS'] ?? '[]') as string[]
process.exit(await run([...process.argv.slice(2), ...flags], makeEngine))
