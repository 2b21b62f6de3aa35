import { describe, expect, it } from 'vitest'

import { lastLines, run } from '../../../electron/engine/process/run.ts'

const node = (script: string): readonly string[] => ['-e', script]

describe('run', () => {
  it('gives what the program printed', async () => {
    expect(await run(process.execPath, node('console.log("out"); console.error("err")'))).toEqual({
      stdout: 'out',
      stderr: 'err',
    })
  })

  it('hands over input, folder and environment, and nothing else of the environment', async () => {
    const script =
      'process.stdin.on("data", (d) => console.log(String(d), process.cwd(), Object.keys(process.env).join()))'
    const { stdout } = await run(process.execPath, node(script), {
      input: 'hello',
      cwd: '/',
      environment: { ONLY: '1' },
    })
    expect(stdout).toBe('hello / ONLY')
  })

  it('names the command, the exit code and the last lines when it fails', async () => {
    const script = 'for (let i = 0; i < 30; i++) console.error(`line ${i}`); process.exit(3)'
    await expect(run(process.execPath, node(script), { remedy: 'Do this.' })).rejects.toMatchObject({
      detail: {
        code: 'command-failed',
        happened: `\`${process.execPath} -e ${script}\` ended with exit code 3.`,
        remedy: 'Do this.',
        output: Array.from({ length: 20 }, (_, index) => `line ${index + 10}`).join('\n'),
      },
    })
  })

  it('ends a program that takes too long', async () => {
    await expect(run(process.execPath, node('setInterval(() => 0, 1000)'), { timeoutMs: 300 })).rejects.toMatchObject({
      detail: { code: 'command-failed', happened: expect.stringMatching(/did not end within 0\.3 s\.$/) as string },
    })
  })

  it('ends a program that is cancelled', async () => {
    const cancel = new AbortController()
    const running = run(process.execPath, node('setInterval(() => 0, 1000)'), { signal: cancel.signal })
    cancel.abort()
    await expect(running).rejects.toMatchObject({ detail: { code: 'cancelled' } })
  })

  it('says which program is not there', async () => {
    await expect(run('/nowhere/tool', ['get'])).rejects.toMatchObject({
      detail: { code: 'tool-missing', happened: '`/nowhere/tool get` could not be started (ENOENT).' },
    })
  })
})

describe('lastLines', () => {
  it('leaves out empty lines', () => {
    expect(lastLines('a\n\nb\n \nc\n', 2)).toBe('b\nc')
  })
})
