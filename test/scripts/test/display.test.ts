import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openDisplay } from '../../../scripts/test/display.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'drydock-display-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

/** A stand-in for Xvfb on a PATH of its own. */
const withXvfb = (script: string): NodeJS.ProcessEnv => {
  writeFileSync(join(folder, 'Xvfb'), `#!/bin/sh\n${script}\n`)
  chmodSync(join(folder, 'Xvfb'), 0o755)
  return { PATH: folder }
}

describe('openDisplay', () => {
  it('takes the display that is there', async () => {
    const display = await openDisplay({ DISPLAY: ':7', PATH: '' })
    expect(display?.environment).toEqual({})
  })

  it('starts a server that chooses its own number, and ends it', async () => {
    const display = await openDisplay(withXvfb(`echo 42 >&3; exec /bin/sleep 60`))
    expect(display?.environment).toEqual({ DISPLAY: ':42' })
    await display?.dispose()
  })

  it('has none without the program, and none when it ends at once', async () => {
    expect(await openDisplay({ PATH: folder })).toBeUndefined()
    expect(await openDisplay(withXvfb('exit 1'))).toBeUndefined()
  })
})
