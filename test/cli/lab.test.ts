import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { goodLab, labsFolder } from '../helpers/lab-folders.ts'
import { run } from './run.ts'

const two = () =>
  labsFolder({
    'labs/second/lab.yaml': goodLab('second').replace('order: 1', 'order: 2').replace('A good lab', 'The second lab'),
    'labs/first/lab.yaml': goodLab('first'),
  })
const BROKEN = goodLab('broken').replace('minutes: 5', 'minutes: x').replace('kind: resource', 'kind: resorce')

describe('drydock lab list', () => {
  it('lists the labs in order', async () => {
    await using folder = await two()
    expect(await run(['lab', 'list', '--labs', 'labs'], { directory: folder.path })).toEqual({
      code: 0,
      err: '',
      out: 'first   A good lab      1 step  5 min\nsecond  The second lab  1 step  5 min\n',
    })
  })

  it('takes the folder from DRYDOCK_LABS, and the labs that come along without it', async () => {
    await using folder = await two()
    const own = await run(['lab', 'list'], { environment: { DRYDOCK_LABS: join(folder.path, 'labs') } })
    expect(own.out).toContain('The second lab')
    expect((await run(['lab', 'list'])).out).toMatch(/^first-look /)
  })

  it('names broken labs beside the others and ends with 2', async () => {
    await using folder = await two()
    await folder.write('labs/broken/lab.yaml', BROKEN)
    const { code, out, err } = await run(['lab', 'list', '--labs', 'labs'], { directory: folder.path })
    expect([code, out.split('\n').length, err]).toEqual([
      2,
      3,
      'labs/broken/lab.yaml:8:12: "minutes" is the text "x", but must be a number. Give it a number: how long a learner takes. (and 1 more problem: drydock lab validate)\n',
    ])
  })

  it('prints JSON', async () => {
    await using folder = await two()
    const { code, out } = await run(['lab', 'list', '--labs', 'labs', '--json'], { directory: folder.path })
    const { labs, broken } = JSON.parse(out) as { labs: unknown[]; broken: unknown[] }
    expect([code, labs.length, broken]).toEqual([0, 2, []])
    expect(labs[0]).toMatchObject({
      id: 'first',
      steps: [{ name: 'one', title: 'One' }],
      points: 1,
      track: 'kubernetes',
    })
  })

  it('says so when there is none', async () => {
    await using folder = await labsFolder({})
    expect(await run(['lab', 'list', '--labs', '.'], { directory: folder.path })).toEqual({
      code: 0,
      out: 'There are no labs here.\n',
      err: '',
    })
  })
})

describe('drydock lab validate', () => {
  it('reads every lab of a folder', async () => {
    await using folder = await two()
    expect(await run(['lab', 'validate', 'labs'], { directory: folder.path })).toEqual({
      code: 0,
      out: '',
      err: '2 labs read: all good.\n',
    })
  })

  it('prints one line for each problem, with a path that an editor can open', async () => {
    await using folder = await two()
    await folder.write('labs/broken/lab.yaml', BROKEN)
    for (const path of ['labs', 'labs/broken', 'labs/broken/lab.yaml']) {
      const { code, out } = await run(['lab', 'validate', path], { directory: folder.path })
      expect([code, out]).toEqual([
        2,
        'labs/broken/lab.yaml:8:12: "minutes" is the text "x", but must be a number. Give it a number: how long a learner takes.\n' +
          'labs/broken/lab.yaml:16:17: "kind" is the text "resorce". Did you mean "resource"? Allowed: resource, absent, count, kubeconfig, ran, answer, git, synced.\n',
      ])
    }
  })

  it('prints warnings, which count only when it is strict', async () => {
    const lazy = goodLab('lazy').replace(/ {6}mistakes:[^]*/, '')
    await using folder = await labsFolder({ 'lazy/lab.yaml': lazy })
    const warning =
      'lazy/lab.yaml:10:13: warning: The step has no mistakes, but it looks at state. Add 2 more that must stay red.\n'
    const words = { out: warning, err: '1 lab read: 1 warning.\n' }
    expect(await run(['lab', 'validate', 'lazy'], { directory: folder.path })).toEqual({ code: 0, ...words })
    expect(await run(['lab', 'validate', 'lazy', '--strict'], { directory: folder.path })).toEqual({
      code: 2,
      ...words,
    })
  })

  it('prints JSON', async () => {
    await using folder = await labsFolder({ 'broken/lab.yaml': BROKEN })
    const { code, out } = await run(['lab', 'validate', 'broken', '--json'], { directory: folder.path })
    expect([code, JSON.parse(out)]).toMatchObject([
      2,
      {
        labs: [
          {
            folder: join(folder.path, 'broken'),
            valid: false,
            problems: [{ code: 'lab-invalid', at: 'broken/lab.yaml:8:12' }, {}],
            warnings: [],
          },
        ],
      },
    ])
  })

  it.each([
    ['nothing', 'nowhere', 'drydock: nowhere: There is nothing here. Give the folder of a lab, or of several.\n'],
    ['no lab', '.', 'drydock: .: There is no lab in here. A lab is a folder with a lab.yaml in it.\n'],
  ])('says so when there is %s', async (_what, path, err) => {
    await using folder = await labsFolder({})
    expect(await run(['lab', 'validate', path], { directory: folder.path })).toEqual({ code: 2, out: '', err })
  })
})

describe('drydock lab schema', () => {
  it('prints the schema that lies in labs/', async () => {
    const { code, out } = await run(['lab', 'schema'])
    expect([code, out]).toEqual([0, await readFile(new URL('../../labs/lab.schema.json', import.meta.url), 'utf8')])
  })
})

describe('drydock lab test', () => {
  it.each([
    [['nope'], /There is no lab called "nope"\. Labs: first, second\./],
    [['frist'], /Did you mean "first"\?/],
    [['first', '--step', 'two'], /The lab first has no step "two"\. Steps: one\./],
    [['--step', 'one'], /--step needs exactly one lab\./],
    [['first', '--jobs', 'many'], /Write a whole number from 1\./],
  ])('%j ends with 2 before anything is started', async (args, message) => {
    await using folder = await two()
    const { code, out, err } = await run(['lab', 'test', '--labs', 'labs', ...args], { directory: folder.path })
    expect([code, out]).toEqual([2, ''])
    expect(err).toMatch(message)
  })

  it('refuses a broken lab with its first problem', async () => {
    await using folder = await labsFolder({ 'broken/lab.yaml': BROKEN })
    const { code, err } = await run(['lab', 'test', './broken'], { directory: folder.path })
    expect([code, err]).toEqual([
      2,
      'drydock: broken/lab.yaml:8:12: "minutes" is the text "x", but must be a number. Give it a number: how long a learner takes.\n',
    ])
  })

  it('ends with 3 where the tools are missing, and says so in JSON too', async () => {
    await using folder = await two()
    const environment = { DRYDOCK_CACHE: join(folder.path, 'cache') }
    const { code, out, err } = await run(['lab', 'test', 'first', '--labs', 'labs', '--json'], {
      directory: folder.path,
      environment,
    })
    expect([code, JSON.parse(out)]).toMatchObject([3, { error: { code: 'tool-missing' } }])
    expect(err).toMatch(/^drydock: .*npm start/)
  })
})
