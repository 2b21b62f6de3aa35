import { describe, expect, it } from 'vitest'
import type { FileWish } from '../../../electron/contract/lab.ts'
import { branch, findingsOf, messagesOf, repository, verdictOn } from './git-builders.ts'

const PASSED = { outcome: 'passed' }

const MANIFESTS = `apiVersion: v1
kind: Service
metadata: { name: vote }
spec: { type: NodePort }
---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: vote
spec:
  replicas: 2
  template:
    spec:
      containers:
        - { name: vote, image: 'schoolofdevops/vote:v4', resources: { limits: { cpu: 500m } } }
---
# nothing
`

const files = {
  'deploy/vote.yaml': MANIFESTS,
  'README.md': '# Instavote\n\nVote.\n',
  'broken.yaml': 'kind: [\n',
  'empty.yaml': '# nothing\n',
  'logo.png': undefined,
}
const state = repository({ branches: [branch('main', '2', { files })] })
const judge = (...wishes: readonly FileWish[]) => verdictOn(state, { files: wishes })

describe('a file of a branch', () => {
  it.each<[string, FileWish]>([
    ['is there', { path: 'README.md', exists: true }],
    ['is there though it is no text', { path: 'logo.png', exists: true }],
    ['is not there', { path: 'LICENSE', exists: false }],
    ['holds a text', { path: 'README.md', contains: 'stavo' }],
    ['fits an expression somewhere', { path: 'README.md', matches: '(?m)^# \\w+$' }],
    ['is the same but for line breaks at its end', { path: 'README.md', equals: '# Instavote\n\nVote.' }],
    ['has a document that fits', { path: 'deploy/vote.yaml', match: { kind: 'Deployment', spec: { replicas: 2 } } }],
    ['has another document that fits', { path: 'deploy/vote.yaml', match: { kind: 'Service' } }],
    [
      'has the same quantity, written another way',
      {
        path: 'deploy/vote.yaml',
        match: {
          spec: { template: { spec: { containers: [{ name: 'vote', resources: { limits: { cpu: '0.5' } } }] } } },
        },
      },
    ],
    ['lacks a field', { path: 'deploy/vote.yaml', match: { kind: 'Deployment', spec: { paused: null } } }],
  ])('passes when it %s', (_, wish) => {
    expect(judge(wish)).toEqual(PASSED)
  })

  it('says which field of which document is not as wanted', () => {
    expect(
      findingsOf(judge({ path: 'deploy/vote.yaml', match: { kind: 'Deployment', spec: { replicas: 3 } } })),
    ).toEqual([
      {
        object: 'deploy/vote.yaml in instavote, branch main',
        path: 'spec.replicas',
        expected: '3',
        found: '2',
        message: 'In deploy/vote.yaml of instavote (branch main), spec.replicas is 2; it should be 3.',
        show: 'git -C ~/instavote fetch --quiet && git -C ~/instavote show origin/main:deploy/vote.yaml',
      },
    ])
  })

  it('speaks of the nearest document when none is of the wanted kind', () => {
    expect(
      messagesOf(judge({ path: 'deploy/vote.yaml', match: { kind: 'StatefulSet', spec: { replicas: 2 } } })),
    ).toEqual(['In deploy/vote.yaml of instavote (branch main), kind is "Deployment"; it should be "StatefulSet".'])
  })

  it('tells every file that is not as wanted', () => {
    expect(
      messagesOf(
        judge(
          { path: 'README.md', contains: 'result' },
          { path: 'README.md', matches: '^result' },
          { path: 'README.md', equals: '# Instavote\n\nResult.\n' },
          { path: 'README.md', equals: '# Instavote' },
          { path: 'README.md', exists: false },
          { path: 'logo.png', contains: 'x' },
          { path: 'broken.yaml', match: { kind: 'Service' } },
          { path: 'empty.yaml', match: { kind: 'Service' } },
        ),
      ),
    ).toEqual([
      'In README.md of instavote (branch main), there is nowhere "result".',
      'In README.md of instavote (branch main), nothing fits the expression ^result.',
      'In README.md of instavote (branch main), line 3 is "Vote."; it should be "Result.".',
      'In README.md of instavote (branch main), line 2 is ""; it should not be there.',
      'There is a file README.md on branch main of instavote; it should not be there.',
      'logo.png on branch main of instavote is not text, or too large to be looked at.',
      expect.stringMatching(/^In broken\.yaml of instavote \(branch main\), the YAML cannot be read: .+\.$/),
      'In empty.yaml of instavote (branch main), there is nothing.',
    ])
  })

  it('is looked for on other branches and in other folders when it is not there', () => {
    const others = [branch('main', '2', { files }), branch('staging', '1', { files: { 'deploy/result.yaml': '' } })]
    const messages = messagesOf(
      verdictOn(repository({ branches: others }), {
        files: [
          { path: 'deploy/result.yaml', exists: true },
          { path: 'vote.yaml', match: { kind: 'Service' } },
          { path: 'deploy/vote.yml', contains: 'x' },
          { path: 'toString', contains: 'x' },
        ],
      }),
    )
    expect(messages).toEqual([
      'There is no file deploy/result.yaml on branch main of instavote. It is on staging.',
      'There is no file vote.yaml on branch main of instavote. There is deploy/vote.yaml; is that the one?',
      'There is no file deploy/vote.yml on branch main of instavote. There is deploy/vote.yaml; is that the one?',
      'There is no file toString on branch main of instavote. A file counts once it is committed and pushed.',
    ])
  })

  it('is not believed when it is made to be slow', () => {
    const bomb = `a: &a [x, x, x, x, x, x, x, x, x]
b: &b [*a, *a, *a, *a, *a, *a, *a, *a, *a]
c: &c [*b, *b, *b, *b, *b, *b, *b, *b, *b]
d: &d [*c, *c, *c, *c, *c, *c, *c, *c, *c]
`
    const slow = repository({ branches: [branch('main', '2', { files: { 'a.yaml': bomb } })] })
    expect(messagesOf(verdictOn(slow, { files: [{ path: 'a.yaml', match: { kind: 'x' } }] }))).toEqual([
      expect.stringContaining('the YAML cannot be read'),
    ])
  })
})
