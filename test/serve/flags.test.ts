import { describe, expect, it } from 'vitest'
import { DrydockError } from '../../electron/contract/errors.ts'
import { readFlags } from '../../electron/serve/flags.ts'

const surroundings = { labsRoot: '/app/labs', rendererRoot: '/app/dist/renderer' }
const environment = { DRYDOCK_DATA: '/env/data', DRYDOCK_CACHE: '/env/cache' }
const read = (...argv: string[]) => readFlags(argv, surroundings, environment)
const failureOf = (...argv: string[]): string => {
  try {
    read(...argv)
    return 'accepted'
  } catch (error) {
    return error instanceof DrydockError ? `${error.detail.code}: ${error.detail.happened}` : 'bug'
  }
}

describe('readFlags', () => {
  it('takes everything from its surroundings when nothing is said', () => {
    expect(read()).toEqual({
      dataRoot: '/env/data',
      cacheRoot: '/env/cache',
      labsRoot: '/app/labs',
      rendererRoot: '/app/dist/renderer',
      json: false,
      supervised: false,
    })
  })

  it('puts what is said on the command line above the environment', () => {
    const flags = [
      '--port',
      '0',
      '--data',
      '/d',
      '--cache=/c',
      '--labs',
      '/l',
      '--renderer',
      '/r',
      '--json',
      '--supervised',
    ]
    expect(readFlags(flags, surroundings, { ...environment, DRYDOCK_LABS: '/env/labs' })).toEqual({
      port: 0,
      dataRoot: '/d',
      cacheRoot: '/c',
      labsRoot: '/l',
      rendererRoot: '/r',
      json: true,
      supervised: true,
    })
  })

  it.each([
    [['--port', 'http'], 'usage: --port is "http", which is no port.'],
    [['--port', '70000'], 'usage: --port is "70000", which is no port.'],
    [['--port', '-1'], /^usage: /],
    [['--token', 'x'], /^usage: Unknown option '--token'/],
    [['extra'], /^usage: Unexpected argument 'extra'/],
  ])('refuses %j', (argv, message) => {
    expect(failureOf(...argv)).toMatch(message)
  })

  it('helps', () => {
    expect([read('--help'), read('-h')]).toEqual(['help', 'help'])
  })
})
