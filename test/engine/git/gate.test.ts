import { describe, expect, it } from 'vitest'
import { Gate } from '../../../electron/engine/git/gate.ts'

/** A job that ends when it is told to. */
function job(name: string, seen: string[]): { readonly run: () => Promise<void>; readonly end: () => void } {
  const { promise, resolve } = Promise.withResolvers<void>()
  const run = async (): Promise<void> => {
    seen.push(`${name} begins`)
    await promise
    seen.push(`${name} ends`)
  }
  return { run, end: resolve }
}

const settle = async (): Promise<void> => {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve()
}

describe('Gate', () => {
  it('lets many share, and one be alone after them', async () => {
    const gate = new Gate()
    const seen: string[] = []
    const [one, two, alone, later] = [job('one', seen), job('two', seen), job('alone', seen), job('later', seen)]
    const all = [gate.share(one.run), gate.share(two.run), gate.alone(alone.run), gate.share(later.run)]
    await settle()
    two.end()
    await settle()
    one.end()
    await settle()
    alone.end()
    later.end()
    await Promise.all(all)
    expect(seen).toEqual([
      ...['one begins', 'two begins', 'two ends', 'one ends'],
      ...['alone begins', 'alone ends', 'later begins', 'later ends'],
    ])
  })

  it('asks those inside to hurry', async () => {
    const gate = new Gate()
    const slow = job('slow', [])
    const sharing = gate.share(slow.run)
    await settle()
    expect(await gate.alone(async () => 'alone', slow.end)).toBe('alone')
    await sharing
  })

  it('goes on after a job that failed', async () => {
    const gate = new Gate()
    const fail = async (): Promise<never> => await Promise.reject(new Error('no'))
    await expect(gate.share(fail)).rejects.toThrow('no')
    await expect(gate.alone(fail)).rejects.toThrow('no')
    expect(await gate.share(async () => 'yes')).toBe('yes')
  })
})
