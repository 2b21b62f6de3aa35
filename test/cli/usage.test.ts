import { describe, expect, it } from 'vitest'
import { run } from './run.ts'

describe('drydock', () => {
  it.each([
    [['lab', 'lst'], 'list'],
    [['lab', 'list', '--josn'], '--json'],
    [['grad', 'services'], 'grade'],
    [['grade', 'services', '--tiemout', '3s'], '--timeout'],
    [['cluster', 'dwn'], 'down'],
  ])('%j ends with 2 and says what was meant', async (args, meant) => {
    const { code, out, err } = await run(args)
    expect([code, out]).toEqual([2, ''])
    expect(err).toContain(`Did you mean ${meant}?`)
    expect(err).toContain('drydock --help')
  })

  it.each([[[]], [['lab']], [['grade']], [['grade', 'services', '--timeout', 'soon']], [['cluster', 'up', 'extra']]])(
    '%j ends with 2',
    async (args) => {
      expect((await run(args)).code).toBe(2)
    },
  )

  it.each([
    [['--help'], ['serve', 'lab', 'grade', 'cluster', 'Exit codes: 0 passed']],
    [
      ['lab', '--help'],
      ['list', 'validate', 'schema', 'test'],
    ],
    [
      ['lab', 'test', '--help'],
      ['--step', '--seed', '--jobs', '--keep', '--junit', '--json'],
    ],
    [
      ['grade', '--help'],
      ['--kubeconfig', '--seed', '--timeout', '--junit', '--json', 'never a grade'],
    ],
    [
      ['cluster', 'up', '--help'],
      ['--name', '--data', '--json'],
    ],
  ])('%j prints help and ends with 0', async (args, words) => {
    const { code, out } = await run(args)
    expect(code).toBe(0)
    for (const word of words) expect(out).toContain(word)
  })
})
