import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { makeGitPlace, seed, type GitPlace } from './git-place.ts'

let place: GitPlace

beforeEach(async () => {
  const contents = { 'instavote/deploy/vote.yaml': 'replicas: 1\n', 'instavote/.gitignore': '*.tmp\n' }
  place = await makeGitPlace([seed('instavote'), seed('empty'), seed('flux-infra', { madeBy: 'learner' })], contents)
})
afterEach(async () => await place.remove())

describe('the repositories of a lab', () => {
  it('begin with what lies in the lab', () => {
    const views = place.git.repositories()
    const [head] = views.find(({ name }) => name === 'instavote')?.branches ?? []
    expect(views).toEqual([
      {
        ...{ name: 'empty', url: `${place.git.address}/learner/empty.git`, private: false, defaultBranch: 'main' },
        ...{ branches: [], pullRequests: [] },
      },
      {
        ...{ name: 'instavote', url: `${place.git.address}/learner/instavote.git`, private: false },
        ...{ defaultBranch: 'main', pullRequests: [] },
        branches: [{ name: 'main', head: head?.head, isDefault: true, protected: false, ahead: 0, behind: 0 }],
      },
    ])
    const state = place.git.state('instavote')
    expect(state?.branches[0]?.files).toEqual({ 'deploy/vote.yaml': 'replicas: 1\n', '.gitignore': '*.tmp\n' })
    expect(state?.commits.map(({ subject, author, paths }) => ({ subject, author, paths }))).toEqual([
      { subject: 'Initial commit', author: 'learner', paths: ['.gitignore', 'deploy/vote.yaml'] },
    ])
  })

  it('are cloned and pushed to, and the state is new when the push is over', async () => {
    const folder = await place.clone('instavote')
    const before = place.git.state('instavote')?.branches[0]?.head
    const id = await place.push(folder, { 'deploy/vote.yaml': 'replicas: 3\n' }, 'Scale vote')
    const state = place.git.state('instavote')
    expect(state?.branches[0]).toMatchObject({ head: id, files: { 'deploy/vote.yaml': 'replicas: 3\n' } })
    expect(state?.commits.map(({ subject, paths }) => [subject, paths])).toEqual([
      ['Scale vote', ['deploy/vote.yaml']],
      ['Initial commit', ['.gitignore', 'deploy/vote.yaml']],
    ])
    expect(place.changes).toEqual([
      { repository: 'instavote', refs: [{ branch: 'main', before, after: id }], tags: [] },
    ])
  })
})
