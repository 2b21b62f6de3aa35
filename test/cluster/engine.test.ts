import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { TerminalId } from '../../electron/contract/ids.ts'
import { EngineRun, HARBOR } from '../helpers/engine-run.ts'

/** One learner, start to end: each test goes on where the one before stopped. */
describe('a learner in the engine', () => {
  const run = new EngineRun()
  let terminal: TerminalId
  let berths: string

  beforeAll(async () => {
    await run.start()
    await run.openHarbor()
    terminal = await run.openTerminal()
    berths = /--replicas=(\d)/.exec((await run.step('berths')).instructions)![1]!
  })
  afterAll(async () => await run.end())

  it('begins at the first step, red, with the others locked', async () => {
    await run.untilStep('berths', 'failed')
    const lab = await run.snapshot()
    expect(lab.steps.map((step) => [step.name, step.access, step.canGoBack])).toEqual([
      ['berths', 'open', true],
      ['cargo', 'locked', false],
      ['sail', 'locked', false],
    ])
  })

  it('finds the context where the lab wants it', async () => {
    const { context, clusters } = await run.call('app/snapshot', { protocolVersion: 1 })
    expect([context, clusters.map(({ phase, kubernetesVersion }) => [phase, kubernetesVersion])]).toEqual([
      { context: 'dev', namespace: 'harbor' },
      [['ready', 'v1.36.3']],
    ])
  })

  it('refuses a locked step', async () => {
    await expect(run.call('step/open', { step: 'cargo' })).rejects.toThrow('is not open yet')
  })

  it('turns green when the commands are typed, and shows the objects', async () => {
    await run.type(
      terminal,
      `kubectl create deployment quay --image=nginx:alpine --replicas=${berths}\nkubectl get deployments`,
    )
    await run.untilStep('berths', 'passed')
    await run.until('pods are seen', async () => {
      const { objects } = await run.call('app/snapshot', { protocolVersion: 1 })
      return objects.filter((object) => object.kind === 'Pod' && object.word === 'Running').length === Number(berths)
    })
    expect((await run.step('cargo')).access).toBe('open')
  })

  it('turns red again when the state is lost, and keeps that it had passed', async () => {
    await run.type(terminal, 'kubectl scale deployment quay --replicas=1')
    await run.untilStep('berths', 'failed')
    const step = await run.step('berths')
    expect([step.everPassed, step.earned, step.possible]).toEqual([true, 2, 2])
    expect(step.status.checks[0]?.verdict).toMatchObject({
      outcome: 'failed',
      findings: [expect.objectContaining({ path: 'spec.replicas', expected: berths, found: '1' })],
    })
  })

  it('runs the setup of the next step and asks its question', async () => {
    await run.type(terminal, `kubectl scale deployment quay --replicas=${berths}`)
    await run.untilStep('berths', 'passed')
    await run.call('step/open', { step: 'cargo' })
    await run.type(terminal, 'kubectl create configmap cargo --from-file=cargo.txt')
    expect((await run.call('step/answer', { step: 'cargo', check: 'crates', answer: '11' })).outcome).toBe('failed')
    await run.call('step/answer', { step: 'cargo', check: 'crates', answer: '12' })
    await run.untilStep('cargo', 'passed')
  })

  it('takes the cost of an opened hint off', async () => {
    await run.call('step/hint', { step: 'berths' })
    const lab = await run.call('step/hint', { step: 'berths' })
    expect([lab.steps[0]?.hints, lab.steps[0]?.earned]).toEqual([
      [
        { text: 'Ask for a deployment.', cost: 0 },
        { text: 'kubectl create deployment', cost: 1 },
      ],
      1,
    ])
  })

  it('goes back to the start of a step: cluster, files and progress', async () => {
    await run.type(terminal, 'rm cargo.txt; kubectl delete deployment quay')
    await run.until('the deployment is gone', async () => {
      const { objects } = await run.call('app/snapshot', { protocolVersion: 1 })
      return !objects.some((object) => object.kind === 'Deployment')
    })
    await run.call('step/goBack', { step: 'cargo' })
    await run.untilStep('cargo', 'failed')
    const lab = await run.snapshot()
    expect(lab.steps.map((step) => [step.name, step.everPassed])).toEqual([
      ['berths', true],
      ['cargo', false],
      ['sail', false],
    ])
    expect(readFileSync(join(run.dataRoot, 'labs', 'harbor', 'home', 'cargo.txt'), 'utf8')).toBe(
      '12 crates of oranges\n',
    )
    await run.untilStep('berths', 'passed')
  })

  it('shows the solution in the terminal and then earns nothing for it', async () => {
    await run.call('step/show', { step: 'cargo', terminalId: terminal })
    await run.until('the config map is there', async () => {
      const { objects } = await run.call('app/snapshot', { protocolVersion: 1 })
      return objects.some((object) => object.kind === 'ConfigMap' && object.name === 'cargo')
    })
    const step = await run.step('cargo')
    expect([step.shown, step.earned, (await run.step('sail')).access]).toEqual([true, 0, 'open'])
  })

  it('keeps a latched check once it was seen', async () => {
    await run.call('step/open', { step: 'sail' })
    await run.type(terminal, 'kubectl delete deployment quay')
    await run.untilStep('sail', 'passed')
    await run.type(terminal, `kubectl create deployment quay --image=nginx:alpine --replicas=${berths}`)
    await run.untilStep('berths', 'passed')
    expect((await run.step('sail')).status.outcome).toBe('passed')
  })

  it('resumes after a restart, with progress, objects and cluster', async () => {
    await run.engine.dispose()
    expect(running(run.dataRoot)).toEqual([])
    await run.start()
    await run.openHarbor()
    await run.untilStep('sail', 'passed')
    await run.untilStep('berths', 'passed')
    const lab = await run.snapshot()
    expect([lab.currentStep, lab.progress.state]).toEqual(['sail', 'done'])
  })

  it('resets to a lab that was never opened, with the same drawn numbers', async () => {
    await run.call('lab/reset', { lab: HARBOR })
    await run.until('the first step begins', async () => (await run.step('berths')).canGoBack)
    await run.untilStep('berths', 'failed')
    const lab = await run.snapshot()
    expect([lab.progress.earned, lab.progress.hintsUsed, lab.progress.shownSteps, lab.currentStep]).toEqual([
      0,
      0,
      0,
      'berths',
    ])
    expect((await run.step('berths')).instructions).toContain(`--replicas=${berths}`)
  })
})

/** Command lines of processes that have to do with the folder. */
function running(folder: string): string[] {
  return readdirSync('/proc').flatMap((pid) => {
    if (!/^\d+$/.test(pid)) return []
    try {
      const line = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')
      return line.includes(folder) ? [line] : []
    } catch {
      return [] // it ended while we looked
    }
  })
}
