import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'

import { afterDeath } from '../../../electron/engine/process/after-death.ts'

const module = fileURLToPath(new URL('../../../electron/engine/process/after-death.ts', import.meta.url))

async function appears(file: string): Promise<string> {
  for (;;) {
    const text = await readFile(file, 'utf8').catch(() => '')
    if (text !== '') return text
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}

describe('afterDeath', () => {
  it('runs its script when the process is killed, and not before', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'drydock-guard-'))
    const file = join(folder, 'ran')
    const script = `import { afterDeath } from ${JSON.stringify(module)}
      afterDeath('echo "$WORD" >"$FILE"', { FILE: ${JSON.stringify(file)}, WORD: 'gone' })
      console.log('up'); setInterval(() => 0, 1000)`
    const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    await once(child.stdout, 'data')
    await new Promise((resolve) => setTimeout(resolve, 200))
    await expect(readFile(file)).rejects.toMatchObject({ code: 'ENOENT' })
    child.kill('SIGKILL')
    expect(await appears(file)).toBe('gone\n')
    await rm(folder, { recursive: true, force: true })
  })

  it('is over when it is released', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'drydock-guard-'))
    const file = join(folder, 'ran')
    const guard = afterDeath('echo released >"$FILE"', { FILE: file })
    await guard.release()
    expect(await readFile(file, 'utf8')).toBe('released\n')
    await guard.release()
    await rm(folder, { recursive: true, force: true })
  })
})
