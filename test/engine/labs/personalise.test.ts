import { describe, expect, it } from 'vitest'
import { drawValues, fill, personalise } from '../../../electron/engine/labs/personalise.ts'
import { labId } from '../../../electron/contract/ids.ts'
import type { Check, Variable } from '../../../electron/contract/lab.ts'
import { answerCheck, deploymentCheck, lab, step } from '../../helpers/lab-builder.ts'

const VARIABLES: readonly Variable[] = [
  { name: 'app', value: 'my.app' },
  { name: 'replicas', between: [3, 5] },
  { name: 'team', from: ['red', 'green', 'blue'] },
]
const drawn = (seed: string, id = 'deployments') =>
  Object.fromEntries(drawValues({ id: labId(id), variables: VARIABLES }, seed))

describe('drawValues', () => {
  it('gives the same values for the same seed, on every machine', () => {
    expect([drawn('ada'), drawn('linus'), drawn('linus'), drawn('7')]).toEqual([
      { app: 'my.app', replicas: 5, team: 'blue' },
      { app: 'my.app', replicas: 3, team: 'red' },
      { app: 'my.app', replicas: 3, team: 'red' },
      { app: 'my.app', replicas: 4, team: 'blue' },
    ])
  })

  it('draws anew for another lab and for each variable', () => {
    const seeds = Array.from({ length: 60 }, (_, index) => `learner ${index}`)
    const same = seeds.filter((seed) => JSON.stringify(drawn(seed)) === JSON.stringify(drawn(seed, 'services')))
    expect(same.length).toBeLessThan(20)
    const pairs = new Set(seeds.map((seed) => `${drawn(seed)['replicas']} ${drawn(seed)['team']}`))
    expect(pairs.size).toBe(9)
  })

  it('draws every value about as often', () => {
    const counts = new Map<unknown, number>()
    for (let index = 0; index < 3000; index++) {
      const value = drawn(`seed ${index}`)['replicas']
      counts.set(value, (counts.get(value) ?? 0) + 1)
    }
    expect(new Set(counts.keys())).toEqual(new Set([3, 4, 5]))
    expect(Math.min(...counts.values())).toBeGreaterThan(900)
  })
})

describe('fill', () => {
  it.each([
    ['${app}', 'my.app'],
    ['a ${app}-${replicas} z', 'a my.app-4 z'],
    ['echo $${HOME}', 'echo ${HOME}'],
    ['echo $${app} ${app}', 'echo ${app} my.app'],
    ['$app $(id) ${unknown}', '$app $(id) ${unknown}'],
  ])('makes of %s %s', (text, expected) => {
    expect(
      fill(
        text,
        new Map<string, string | number>([
          ['app', 'my.app'],
          ['replicas', 4],
        ]),
      ),
    ).toBe(expected)
  })
})

describe('personalise', () => {
  const checks: readonly Check[] = [
    deploymentCheck('image', {
      title: '${app} runs',
      object: {
        apiVersion: 'apps/v1',
        kind: 'Deployment',
        name: '${app}',
        namespace: '${team}',
        labels: { app: '${app}' },
      },
      match: { spec: { replicas: '${replicas}', image: 'x/${app}:${replicas}', '${app}': [true, null, '${team}'] } },
      cel: [{ rule: 'object.spec.replicas == ${replicas}', message: '${replicas} replicas' }],
      explain: 'not ${app}',
    }),
    { ...deploymentCheck('pods'), kind: 'count', drawn: { equals: 'replicas' } },
    {
      kind: 'ran',
      name: 'ran',
      title: 'ran',
      points: 1,
      mode: 'live',
      holdForMs: 0,
      command: 'kubectl get ${app}( .*)?',
      example: 'kubectl get ${app}',
    },
    { kind: 'kubeconfig', name: 'ctx', title: 'ctx', points: 1, mode: 'live', holdForMs: 0, namespace: '${team}' },
    answerCheck('ask', { question: '${app}?', equals: '${replicas}' }),
  ]
  const one = step('one', {
    title: 'Ask for ${app}',
    instructions: '${team}: `echo $${HOME}`',
    setup: 'echo ${app}',
    solution: 'kubectl scale --replicas=${replicas} deploy/${app}',
    hints: [{ text: '${app}', cost: 1 }],
    answers: { ask: '${replicas}' },
    mistakes: [{ name: 'wrong', commands: 'echo ${team}', fails: ['ask'], answers: { ask: '${team}' } }],
    checks,
  })
  const whole = lab([one], {
    variables: VARIABLES,
    title: '${app}',
    summary: '${team}',
    namespace: '${team}',
    setup: 'echo ${replicas}',
  })

  it('puts the values in wherever text stands, numbers as numbers', () => {
    const { app, replicas, team } = drawn('ada', 'sample')
    expect(personalise(whole, 'ada')).toEqual({
      ...whole,
      title: app,
      summary: team,
      namespace: team,
      setup: `echo ${replicas}`,
      steps: [
        {
          ...one,
          title: 'Ask for my.app',
          instructions: `${team}: \`echo \${HOME}\``,
          setup: 'echo my.app',
          solution: `kubectl scale --replicas=${replicas} deploy/my.app`,
          hints: [{ text: 'my.app', cost: 1 }],
          answers: { ask: String(replicas) },
          mistakes: [{ name: 'wrong', commands: `echo ${team}`, fails: ['ask'], answers: { ask: team } }],
          checks: [
            {
              ...checks[0],
              title: 'my.app runs',
              object: {
                apiVersion: 'apps/v1',
                kind: 'Deployment',
                name: 'my.app',
                namespace: team,
                labels: { app: 'my.app' },
              },
              match: { spec: { replicas, image: `x/my.app:${replicas}`, 'my.app': [true, null, team] } },
              cel: [{ rule: `object.spec.replicas == ${replicas}`, message: `${replicas} replicas` }],
              explain: 'not my.app',
            },
            { ...deploymentCheck('pods'), kind: 'count', equals: replicas },
            { ...checks[2], command: String.raw`kubectl get my\.app( .*)?`, example: 'kubectl get my.app' },
            { ...checks[3], namespace: team },
            { ...checks[4], question: 'my.app?', equals: String(replicas) },
          ],
        },
      ],
    })
  })

  it('leaves a lab without variables as it is', () => {
    const plain = lab([step('one')])
    expect(personalise(plain, 'ada')).toEqual(plain)
  })
})
