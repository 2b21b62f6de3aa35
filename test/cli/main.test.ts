import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { globSync } from 'node:fs'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { describe, expect, it } from 'vitest'

const MAIN = join(import.meta.dirname, '../../electron/cli/main.ts')

/** The program itself, as a shell would start it. */
async function drydock(...args: readonly string[]) {
  const child = spawn(process.execPath, [MAIN, ...args], { stdio: ['ignore', 'pipe', 'pipe'] })
  const [[code], out, err] = await Promise.all([
    once(child, 'close') as Promise<[number]>,
    text(child.stdout),
    text(child.stderr),
  ])
  return { code, out, err }
}

describe('the program drydock', () => {
  it('prints results and ends with the exit code of its command', async () => {
    const folders = globSync('*/lab.yaml', { cwd: join(import.meta.dirname, '../../labs') })
    const good = await drydock('lab', 'list', '--json')
    const { labs } = JSON.parse(good.out) as { labs: unknown[] }
    expect([good.code, good.err, labs.length]).toEqual([0, '', folders.length])
    expect((await drydock('lab', 'validate', '/nowhere')).code).toBe(2)
  })

  it("hands everything on to the page's server, and its exit code back", async () => {
    expect(await drydock('serve', '--help')).toMatchObject({
      code: 0,
      out: expect.stringContaining('Usage: drydock serve') as string,
    })
    const wrong = await drydock('serve', '--prot', '80')
    expect(wrong.code).not.toBe(0)
    expect(wrong.err).toContain('--prot')
  })

  it('does not mind when nobody reads on', async () => {
    const child = spawn('sh', ['-c', `"${process.execPath}" "${MAIN}" lab schema | head -1; exit 0`])
    const [err] = await Promise.all([text(child.stderr), once(child, 'close')])
    expect(err).toBe('')
  })

  it('goes when it is told to', async () => {
    const child = spawn(process.execPath, [MAIN, 'serve', '--help'])
    child.kill('SIGTERM')
    const [code, signal] = (await once(child, 'close')) as [number | null, string | null]
    expect([0, 130, null]).toContain(code)
    expect(['SIGTERM', null]).toContain(signal)
  })
})
