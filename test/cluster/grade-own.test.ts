import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { clusterName, labId } from '../../electron/contract/ids.ts'
import type { Grade } from '../../electron/engine/labs/grade/grade.ts'
import { ProgressStore } from '../../electron/engine/progress/progress-store.ts'
import { processesIn } from '../helpers/processes-in.ts'
import { GradeFixture } from './grade-fixture.ts'

const LAB = labId('harbour')
const ID = { lab: LAB, cluster: clusterName('dev') }

describe('drydock grade on the cluster of the lab itself', () => {
  let fixture: GradeFixture
  let kubeconfig: string
  const graded = async () => {
    const { code, out } = await fixture.grade('--json')
    return { code, grade: JSON.parse(out) as Grade }
  }

  beforeAll(async () => {
    fixture = await GradeFixture.open()
  })
  afterAll(async () => await fixture.dispose())

  it('ends with 3 when the lab was never opened on this machine', async () => {
    const { code, err } = await fixture.grade('--seed', 'a')
    expect([code, err]).toEqual([
      3,
      'drydock: The lab harbour has no cluster dev on this machine. Open the lab first, or give --kubeconfig with the cluster to grade.\n',
    ])
  })

  it('takes seed, commands and hints from the record', async () => {
    await fixture.provider.create(ID)
    kubeconfig = join(fixture.dataRoot, 'admin.yaml')
    await writeFile(kubeconfig, await fixture.provider.kubeconfig(ID))
    const store = new ProgressStore(join(fixture.dataRoot, 'drydock.db'))
    store.beginLab(LAB, { seed: 'ada', version: 'v', step: 'build', nowMs: 1 })
    store.beginStep(LAB, 'build', 1)
    store.openHint(LAB, 'build')
    store.addCommand(LAB, 'look', {
      commandLine: 'kubectl  get deployments',
      exitCode: 0,
      directory: '/',
      endedAtMs: 2,
    })
    store.dispose()
    const { code, grade } = await graded()
    expect([
      code,
      grade.seed,
      grade.steps.map((step) => [step.name, step.earned, step.possible, step.hintCost]),
    ]).toEqual([
      1,
      'ada',
      [
        ['build', 0, 3, 1],
        ['look', 1, 1, 0],
      ],
    ])
  })

  it('ends with 0 when everything has passed', async () => {
    const { grade: before } = await graded()
    const cranes = /with (\d) cranes/.exec(before.steps[0]?.checks[0]?.title ?? '')?.[1]
    await fixture.kubectl(kubeconfig, 'create', 'namespace', 'harbour')
    await fixture.kubectl(kubeconfig, '-n', 'harbour', 'create', 'configmap', 'flag')
    await fixture.kubectl(
      kubeconfig,
      '-n',
      'harbour',
      'create',
      'deployment',
      'cranes',
      '--image=nginx:alpine',
      `--replicas=${cranes}`,
    )
    const { code, out } = await fixture.grade('--timeout', '10s')
    expect([code, out.trim().split('\n').at(-1)]).toEqual([0, 'Earned 3 of 4. Everything has passed.'])
  })

  it('starts a cluster that was stopped, and stops it again', async () => {
    await fixture.provider.stop(ID)
    const { code, grade } = await graded()
    expect([code, grade.outcome]).toEqual([0, 'passed'])
    expect(await processesIn(fixture.dataRoot)).toEqual([])
  })

  it('leaves a cluster running that was running', async () => {
    await fixture.provider.start(ID)
    await mkdir(join(fixture.dataRoot, 'labs/harbour/home/.kube'), { recursive: true })
    expect((await graded()).code).toBe(0)
    expect((await processesIn(fixture.dataRoot)).length).toBeGreaterThan(4)
  })
})
