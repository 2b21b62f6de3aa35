import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Grade } from '../../electron/engine/labs/grade/grade.ts'
import { processesIn } from '../helpers/processes-in.ts'
import { GradeFixture } from './grade-fixture.ts'

/** Seed `a` draws `CRANES` cranes; `grade.test.ts` would notice if drawing changed. */
const SEED = 'a'

describe('drydock cluster and drydock grade', () => {
  let fixture: GradeFixture
  let kubeconfig: string
  let cranes: number
  const on = (...args: readonly string[]) => fixture.grade('--kubeconfig', kubeconfig, '--seed', SEED, ...args)

  beforeAll(async () => {
    fixture = await GradeFixture.open()
  })
  afterAll(async () => await fixture.dispose())

  it('brings a cluster up and says how to reach it', async () => {
    const up = await fixture.drydock('cluster', 'up', '--json')
    const printed = JSON.parse(up.out) as { cluster: string; kubeconfig: string; kubernetesVersion: string }
    expect([up.code, printed.cluster, printed.kubernetesVersion]).toEqual([0, 'dev', 'v1.36.3'])
    kubeconfig = printed.kubeconfig
    await fixture.kubectl(kubeconfig, 'create', 'namespace', 'harbour')
  })

  it('tells what is missing, with the value that was drawn, and ends with 1', async () => {
    const { code, out } = await on()
    cranes = Number(/with (\d) cranes/.exec(out)?.[1])
    expect([code, out]).toEqual([
      1,
      [
        'A harbour to be graded (harbour)',
        '  ✗ 1 Build the cranes                                        0 of 3',
        `      ✗ there is a Deployment with ${cranes} cranes`.padEnd(60).concat('  0 of 2'),
        '          There is no deployment/cranes in namespace harbour.',
        '          $ kubectl get deployment -n harbour',
        '      ✗ the flag flies                                        0 of 1',
        '          There is no configmap/flag in namespace harbour.',
        '          $ kubectl get configmap -n harbour',
        '  ? 2 Look around                                             0 of 1',
        '      ? you looked at the Deployments                         not graded (1 point)',
        '          There is no record of the commands that were run, so this check cannot be judged here.',
        '',
        'Earned 0 of 4. 2 checks failed. 1 check could not tell; 1 point not graded.',
        '',
      ].join('\n'),
    ])
  })

  it('ends with 1 when one check fails, and earns the others', async () => {
    await fixture.kubectl(kubeconfig, '-n', 'harbour', 'create', 'configmap', 'flag')
    await fixture.kubectl(
      kubeconfig,
      '-n',
      'harbour',
      'create',
      'deployment',
      'cranes',
      '--image=nginx:alpine',
      '--replicas=10',
    )
    const { code, out } = await on('--json')
    const grade = JSON.parse(out) as Grade
    expect([code, grade.outcome, grade.earned, grade.possible]).toEqual([1, 'failed', 1, 4])
    expect(grade.steps[0]?.checks[0]?.verdict).toMatchObject({
      outcome: 'failed',
      findings: [{ path: 'spec.replicas', expected: String(cranes), found: '10' }],
    })
  })

  it('waits with --timeout until all is right', async () => {
    const grading = on('--timeout', '20s', '--json')
    setTimeout(
      () =>
        void fixture
          .kubectl(kubeconfig, '-n', 'harbour', 'scale', 'deployment', 'cranes', `--replicas=${cranes}`)
          .catch(() => undefined),
      1000,
    )
    const began = performance.now()
    const { out } = await grading
    const grade = JSON.parse(out) as Grade
    expect(grade.steps.map((step) => step.outcome)).toEqual(['passed', 'unknown'])
    expect(performance.now() - began).toBeGreaterThan(15_000) // the commands cannot be told, so it never is all right
  })

  it('is no grade, and ends with 3, while nothing fails but something cannot tell', async () => {
    const junit = join(fixture.dataRoot, 'junit.xml')
    const { code, out } = await on('--junit', junit)
    expect([code, out.trim().split('\n').at(-1)]).toEqual([
      3,
      'Earned 3 of 4. This is not a grade yet. 1 check could not tell; 1 point not graded.',
    ])
    expect(await readFile(junit, 'utf8')).toContain(
      '<testsuites name="drydock grade harbour" tests="3" failures="0" errors="1"',
    )
  })

  it.each([
    [
      'there is no such file',
      'nowhere.yaml',
      undefined,
      'drydock: nowhere.yaml: There is no such file. Give a kubeconfig that kubectl accepts.\n',
    ],
    ['it is no YAML', 'bad.yaml', '{', /The kubeconfig of the lab cannot be read/],
    [
      'it has no context',
      'empty.yaml',
      'apiVersion: v1\nkind: Config\n',
      /has no context for the cluster dev; it has none\./,
    ],
    [
      'it leads nowhere',
      'dead.yaml',
      'apiVersion: v1\nkind: Config\ncurrent-context: x\ncontexts: [{ name: x, context: { cluster: x, user: x } }]\nclusters: [{ name: x, cluster: {} }]\n',
      /no usable server address/,
    ],
  ])('ends with 3 when the kubeconfig is bad: %s', async (_why, name, content, message) => {
    if (content !== undefined) await writeFile(join(fixture.dataRoot, name), content)
    const { code, err } = await fixture.grade('--kubeconfig', name, '--seed', SEED)
    expect(code).toBe(3)
    expect(err).toMatch(message)
  })

  it('ends with 2 when the lab is unknown, or the seed is', async () => {
    const unknown = await fixture.drydock('grade', 'harbor', '--kubeconfig', kubeconfig)
    expect([unknown.code, unknown.err]).toEqual([
      2,
      'drydock: There is no lab called "harbor". Did you mean "harbour"?\n',
    ])
    const seedless = await fixture.grade('--kubeconfig', kubeconfig)
    expect([seedless.code, seedless.err]).toEqual([
      2,
      "drydock: harbour: This lab draws names and numbers for each learner, and there is no record of whose these are. Give --seed, or --data with the learner's data folder.\n",
    ])
  })

  it('ends with 3 when the API server does not answer', async () => {
    await fixture.provider.stop({ lab: 'no-lab' as never, cluster: 'dev' as never })
    const { code, out } = await on('--json')
    const grade = JSON.parse(out) as Grade
    expect([code, grade.outcome, grade.earned]).toEqual([3, 'unknown', 0])
    expect(
      grade.steps.flatMap((step) => step.checks).map(({ verdict }) => verdict.outcome === 'unknown' && verdict.reason),
    ).toEqual(['api-unreachable', 'api-unreachable', 'no-record'])
  })

  it('says how the clusters are, and leaves nothing of them', async () => {
    const stopped = await fixture.drydock('cluster', 'status', '--json')
    expect(JSON.parse(stopped.out)).toMatchObject({ clusters: [{ lab: null, cluster: 'dev', phase: 'stopped' }] })
    const down = await fixture.drydock('cluster', 'down')
    expect([down.code, down.out, down.err]).toEqual([0, 'dev is gone\n', ''])
    expect((await fixture.drydock('cluster', 'status')).out).toBe('There is no cluster.\n')
    expect(await processesIn(fixture.dataRoot)).toEqual([])
  })
})
