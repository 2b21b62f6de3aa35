import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { loadLab } from '../../../electron/engine/labs/load-lab.ts'
import type { LoadedLab } from '../../../electron/engine/labs/load-lab.ts'
import { goodLab, labsFolder } from '../../helpers/lab-folders.ts'

const WHOLE = await readFile(new URL('../../fixtures/labs-good/whole/lab.yaml', import.meta.url), 'utf8')

const common = { points: 1, mode: 'live', holdForMs: 0 }

describe('loadLab', () => {
  it('gives the whole lab with its defaults', async () => {
    await using folder = await labsFolder({ 'whole/lab.yaml': WHOLE })
    const loaded = await loadLab(join(folder.path, 'whole'))
    expect(loaded).toEqual({
      ok: true,
      warnings: [],
      lab: {
        id: 'whole',
        title: 'Everything once',
        summary: 'Every field of the format.',
        track: 'gitops',
        order: 4,
        minutes: 25,
        requires: ['objects', 'scheduling'],
        clusters: ['dev', 'prod'],
        repositories: [],
        reconcileOnPush: true,
        namespace: 'shop',
        variables: [
          { name: 'app', value: 'vote' },
          { name: 'replicas', between: [3, 5] },
          { name: 'team', from: ['red', 'green'] },
        ],
        setup: 'kubectl create namespace shop',
        directory: join(folder.path, 'whole'),
        version: expect.stringMatching(/^sha256:[0-9a-f]{64}$/),
        steps: [
          {
            name: 'create',
            title: 'Ask for ${app}',
            requires: ['rbac'],
            gate: 'free',
            freshClusters: [],
            setup: 'echo $${HOME}',
            instructions: 'Team ${team} reads this.\n',
            hints: [
              { text: 'Free.', cost: 0 },
              { text: 'Dear.', cost: 2 },
            ],
            solution: 'kubectl create deployment vote',
            answers: { read: '1' },
            mistakes: [
              { name: 'nothing', commands: 'true', fails: [], answers: {} },
              { name: 'guessed', commands: '', fails: ['guess'], answers: { guess: '1' } },
            ],
            checks: [
              {
                name: 'image',
                title: 'it asks for v4',
                kind: 'resource',
                points: 3,
                mode: 'latched',
                holdForMs: 5000,
                cluster: 'prod',
                object: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'vote', namespace: 'shop' },
                match: { spec: { replicas: '${replicas}' } },
                cel: [
                  { rule: 'object.spec.replicas > 1' },
                  { rule: 'object.spec.replicas < 9', message: 'not too many' },
                ],
                explain: 'Look at the image.',
              },
              {
                ...common,
                name: 'pods',
                title: 'enough pods',
                kind: 'count',
                object: { apiVersion: 'v1', kind: 'Pod', namespace: 'shop', labels: { app: 'vote' } },
                cel: [],
                drawn: { equals: 'replicas' },
              },
              {
                ...common,
                name: 'few',
                title: 'few',
                kind: 'count',
                object: { apiVersion: 'v1', kind: 'Node' },
                cel: [],
                atLeast: 1,
                atMost: 2,
              },
              {
                ...common,
                name: 'gone',
                title: 'gone',
                kind: 'absent',
                object: { apiVersion: 'v1', kind: 'Namespace', name: 'old' },
                cel: [],
              },
              {
                ...common,
                name: 'place',
                title: 'place',
                kind: 'kubeconfig',
                currentContext: 'dev',
                context: 'prod',
                namespace: 'shop',
                user: 'me',
              },
              {
                ...common,
                name: 'looked',
                title: 'looked',
                kind: 'ran',
                command: 'kubectl get (pods?|po)',
                exitCode: 0,
                example: 'kubectl get  pods',
              },
              {
                ...common,
                name: 'guess',
                title: 'guess',
                kind: 'answer',
                question: 'How many?',
                choices: ['1', '2'],
                equals: '2',
              },
              {
                ...common,
                name: 'read',
                title: 'read',
                kind: 'answer',
                question: 'How many?',
                from: { object: { apiVersion: 'v1', kind: 'Node' }, value: 'string(size(objects))' },
              },
            ],
          },
        ],
      },
    })
  })

  it('reads a file with Windows line ends the same way', async () => {
    await using folder = await labsFolder({
      'whole/lab.yaml': WHOLE,
      'windows/whole/lab.yaml': WHOLE.replaceAll('\n', '\r\n'),
    })
    const [unix, windows] = await Promise.all([
      loadLab(join(folder.path, 'whole')),
      loadLab(join(folder.path, 'windows/whole')),
    ])
    const plain = (loaded: LoadedLab) => (loaded.ok ? { ...loaded.lab, directory: '', version: '' } : loaded)
    expect(plain(windows)).toEqual(plain(unix))
  })

  it('gives another version when the lab or its files change, and only then', async () => {
    await using folder = await labsFolder({ 'a/lab.yaml': goodLab('a'), 'a/files/x.yaml': 'one', 'a/notes.md': 'one' })
    const version = async () => {
      const loaded = await loadLab(join(folder.path, 'a'))
      return loaded.ok ? loaded.lab.version : 'broken'
    }
    const versions = [await version(), await version()]
    await folder.write('a/notes.md', 'two')
    versions.push(await version())
    expect(new Set(versions).size).toBe(1)
    await folder.write('a/files/x.yaml', 'two')
    versions.push(await version())
    await folder.write('a/lab.yaml', goodLab('a', '  namespace: shop\n'))
    versions.push(await version())
    expect(new Set(versions).size).toBe(3)
  })

  describe('when something is doubtful but not wrong', () => {
    it.each([
      [
        'a step with state and one mistake',
        /\n {8}- \{ name: nothing.*/,
        '',
        '20:9: The step has 1 mistake, but it looks at state.',
      ],
      [
        'a block for another shell',
        'Do it.',
        '|\n        ```bash\n        ls\n        ```\n',
        '13:9: A block is fenced as "bash", which gets no Run button.',
      ],
      [
        'hints that cost more than the step gives',
        '      solution',
        '      hints: [{ text: x, cost: 5 }]\n      solution',
        '18:14: The hints cost 5 points, but the step gives 1.',
      ],
      [
        'a variable that nobody uses',
        '  steps',
        '  variables: [{ name: app, value: a }]\n  steps',
        '9:23: The variable "app" is never used.',
      ],
    ])('warns about %s and loads it', async (_what, from, to, expected) => {
      await using folder = await labsFolder({ 'a/lab.yaml': goodLab('a').replace(from, to) })
      const loaded = await loadLab(join(folder.path, 'a'), { shownAs: 'lab.yaml' })
      expect([loaded.ok, loaded.warnings.map(({ at, happened }) => `${at}: ${happened}`)]).toEqual([
        true,
        [`lab.yaml:${expected}`],
      ])
    })
  })
})
