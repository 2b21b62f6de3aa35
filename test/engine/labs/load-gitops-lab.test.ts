import { fileURLToPath } from 'node:url'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Lab } from '../../../electron/contract/lab.ts'
import { loadLab } from '../../../electron/engine/labs/load-lab.ts'
import { personalise } from '../../../electron/engine/labs/personalise.ts'
import { goodLab, labsFolder } from '../../helpers/lab-folders.ts'

const FOLDER = fileURLToPath(new URL('../../fixtures/labs-good/gitops', import.meta.url))

async function gitops(): Promise<Lab> {
  const loaded = await loadLab(FOLDER)
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems))
  return loaded.lab
}

const common = { points: 1, mode: 'live', holdForMs: 0 }

describe('loadLab, of a lab with repositories', () => {
  it('gives every field with its defaults', async () => {
    const { repositories, reconcileOnPush, steps } = await gitops()
    expect({ repositories, reconcileOnPush, freshClusters: steps[0]?.freshClusters }).toEqual({
      repositories: [
        {
          name: 'instavote',
          madeBy: 'lab',
          private: true,
          protected: ['main', 'env/${app}'],
          defaultBranch: 'trunk',
        },
        { name: 'flux-infra', madeBy: 'learner', private: false, protected: [], defaultBranch: 'main' },
      ],
      reconcileOnPush: false,
      freshClusters: ['prod'],
    })
    expect(steps[0]?.checks.slice(1)).toEqual([
      {
        ...common,
        name: 'gone',
        title: 'gone',
        kind: 'git',
        repository: 'flux-infra',
        branch: 'old',
        exists: false,
        files: [],
      },
      {
        ...common,
        name: 'runs',
        title: 'it runs',
        kind: 'synced',
        cluster: 'prod',
        source: 'instavote',
        kustomization: 'vote-${replicas}',
        namespace: 'flux-system',
        repository: 'instavote',
        branch: 'env/${app}',
        inventory: [
          { apiVersion: 'apps/v1', kind: 'Deployment', name: 'vote-${replicas}', namespace: 'prod' },
          { apiVersion: 'v1', kind: 'Namespace', name: 'prod' },
          { apiVersion: 'example.com/v1', kind: 'Widget', name: 'w', namespace: 'prod' },
        ],
        running: false,
      },
      {
        ...common,
        holdForMs: 2000,
        name: 'fetched',
        title: 'fetched',
        kind: 'synced',
        source: 'flux-system',
        namespace: 'gitops',
        inventory: [],
        running: true,
      },
    ])
  })

  it('warns about steps with too few mistakes that look at nothing but Git', async () => {
    const check = `          kind: git
          repository: instavote
          exists: true`
    const text = goodLab('a', '  requires: [git]\n  repositories: [{ name: instavote }]\n')
      .replace(/ {10}kind: resource\n.*/, check)
      .replace(/\n {8}- \{ name: nothing.*/, '')
    await using folder = await labsFolder({ 'a/lab.yaml': text })
    const loaded = await loadLab(join(folder.path, 'a'))
    expect([loaded.ok, loaded.warnings.map(({ happened }) => happened)]).toEqual([
      true,
      ['The step has 1 mistake, but it looks at state.'],
    ])
  })

  it('gives another version when a seed changes, comes or goes', async () => {
    const lab = goodLab('a', '  requires: [git]\n  repositories: [{ name: instavote }]\n')
    const file = 'a/repositories/instavote/vote.yaml'
    await using folder = await labsFolder({ 'a/lab.yaml': lab, [file]: 'one' })
    const version = async () => {
      const loaded = await loadLab(join(folder.path, 'a'))
      return loaded.ok ? loaded.lab.version : JSON.stringify(loaded.problems)
    }
    const versions = [await version()]
    await folder.write(file, 'two')
    versions.push(await version())
    await folder.write('a/repositories/instavote/result.yaml', '')
    versions.push(await version())
    await folder.remove('a/repositories')
    versions.push(await version())
    await folder.write('a/files/instavote/vote.yaml', 'one')
    versions.push(await version())
    expect(new Set(versions).size).toBe(5)
    expect(versions.every((each) => /^sha256:[0-9a-f]{64}$/.test(each))).toBe(true)
  })

  it('refuses seeds that belong to no repository, and what only git may write', async () => {
    await using folder = await labsFolder({
      'a/lab.yaml': goodLab('a', '  requires: [git]\n  repositories: [{ name: instavote }]\n'),
      'a/repositories/README.md': '',
      'a/repositories/instavot/vote.yaml': '',
      'a/repositories/instavote/.git/config': '',
    })
    const loaded = await loadLab(join(folder.path, 'a'), { shownAs: 'lab.yaml' })
    const problems = loaded.ok ? [] : loaded.problems.map(({ at, happened, remedy }) => `${at}: ${happened} ${remedy}`)
    expect(problems).toEqual([
      'lab.yaml:1:1: "repositories/README.md" is in no repository. Put it into repositories/NAME/.',
      'lab.yaml:1:1: "repositories/instavote/.git/config" is a repository\'s own. Leave out the folder .git.',
      'lab.yaml:10:17: The folder repositories/instavot belongs to no repository of the lab. Did you mean "instavote"?',
    ])
  })
})

describe('personalise, of a lab with repositories', () => {
  it('puts variables into every text, and into expressions as they stand', async () => {
    const lab = personalise(await gitops(), 'linus')
    expect(lab.repositories[0]?.protected).toEqual(['main', 'env/vote.v2'])
    const [pushed, , runs] = lab.steps[0]?.checks ?? []
    expect(pushed).toEqual({
      ...common,
      name: 'pushed',
      title: 'it is pushed',
      kind: 'git',
      repository: 'instavote',
      branch: 'env/vote.v2',
      protected: true,
      files: [
        { path: 'deploy/vote.v2.yaml', match: { kind: 'Deployment', spec: { replicas: 3 } } },
        { path: 'README.md', contains: 'about vote.v2' },
        { path: 'README.md', matches: '(?i)^# vote\\.v2$' },
        { path: 'LICENSE', equals: 'vote.v2' },
        { path: 'old.yaml', exists: false },
      ],
      commit: { subject: 'Scale vote\\.v2.*', author: 'vote\\.v2|bob', touches: 'deploy/vote.v2' },
      contains: 'feature-vote.v2',
      sameTreeAs: 'staging',
      pullRequest: { from: 'feature-vote.v2', into: 'production', state: 'merged', method: 'squash', approved: true },
      reverted: 'Break vote\\.v2',
      refused: true,
    })
    expect(runs).toMatchObject({
      kustomization: 'vote-3',
      branch: 'env/vote.v2',
      inventory: [{ name: 'vote-3' }, {}, {}],
    })
  })
})
