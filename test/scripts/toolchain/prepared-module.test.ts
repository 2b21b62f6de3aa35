import { readFile, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { DrydockError } from '../../../electron/contract/errors.ts'
import { copyFolder } from '../../../scripts/toolchain/files.ts'
import type { Preparation, ToolPin } from '../../../scripts/toolchain/pins.ts'
import { createToolchainFixture, hello, helloModule, run, type ToolchainFixture } from './helpers/toolchain-fixture.ts'

const BUILD_TIMEOUT_MS = 120_000

let fixture: ToolchainFixture
let input: string

beforeEach(async () => {
  fixture = await createToolchainFixture()
  input = join(fixture.scratch, 'greeting')
  await writeFile(input, 'prepared')
})

afterEach(async () => {
  await fixture[Symbol.asyncDispose]()
})

/** `hello` in a copy of its module, in which it says what the input says. */
function prepared(prepare: Preparation['prepare'] = greetingFromInput): ToolPin {
  return { ...hello, module: { ...helloModule, preparation: { inputs: [input], prepare } } }
}

const greetingFromInput: Preparation['prepare'] = async ({ module, temporary }) => {
  const copy = join(temporary, 'copy')
  await copyFolder(module.directory, copy)
  const main = join(copy, 'cmd', 'hello', 'main.go')
  const source = await readFile(main, 'utf8')
  await writeFile(main, source.replace('"hello"', JSON.stringify(await readFile(input, 'utf8'))))
  return copy
}

describe('a module with a preparation', () => {
  it(
    'is built in the folder that was prepared',
    async () => {
      const tools = await fixture.get({ pins: [prepared()] })
      expect(run(tools.get('hello')?.path)).toBe('prepared v1')
    },
    BUILD_TIMEOUT_MS,
  )

  it(
    'is built again when an input of the preparation changes, and only then',
    async () => {
      const first = await fixture.get({ pins: [prepared()] })
      const same = await fixture.get({ pins: [prepared()], env: { PATH: '/nowhere' } })
      await writeFile(input, 'changed')
      const changed = await fixture.get({ pins: [prepared()] })
      expect(same).toEqual(first)
      expect([first, changed].map((tools) => run(tools.get('hello')?.path))).toEqual(['prepared v1', 'changed v1'])
    },
    BUILD_TIMEOUT_MS,
  )

  it('ends with the words of a preparation that fails, and leaves nothing', async () => {
    const detail = { code: 'command-failed', happened: 'There is no recipe.', remedy: 'Write one.' } as const
    const failing = prepared(async () => {
      throw new DrydockError(detail)
    })
    await expect(fixture.get({ pins: [failing] })).rejects.toMatchObject({ detail })
    expect(await readdir(fixture.folders.temporary)).toEqual([])
  })
})
