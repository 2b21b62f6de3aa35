import { describe, expect, it } from 'vitest'
import { currentRepository, firstComparison, withPullRequest } from '../../../renderer/state/git-page.ts'
import { branch, pullRequest, repository } from '../fake-git.ts'

const infra = repository({ name: 'flux-infra' })

describe('currentRepository', () => {
  it('is the chosen one while it is there, else the first', () => {
    const all = [repository(), infra]
    expect(['flux-infra', 'gone', null].map((name) => currentRepository(all, name)?.name)).toEqual([
      'flux-infra',
      'instavote',
      'instavote',
    ])
    expect(currentRepository([], null)).toBeUndefined()
  })
})

describe('firstComparison', () => {
  it('asks what the branch with most news would bring to the default one', () => {
    expect(firstComparison(repository())).toEqual({ base: 'main', head: 'more-votes' })
  })

  it('takes the default branch alone when there is no other', () => {
    expect(firstComparison(repository({ branches: [branch('main', 'a')] }))).toEqual({ base: 'main', head: 'main' })
  })
})

describe('withPullRequest', () => {
  it('puts an answer in its place before it is announced', () => {
    const [one, two] = [pullRequest(), pullRequest({ number: 2 })]
    const closed = pullRequest({ state: 'closed' })
    const added = withPullRequest([repository({ pullRequests: [one] }), infra], 'instavote', two)
    const changed = withPullRequest(added, 'instavote', closed)
    expect([added, changed].map(([first]) => first?.pullRequests)).toEqual([
      [two, one],
      [two, closed],
    ])
    expect(changed[1]).toBe(infra)
  })
})
