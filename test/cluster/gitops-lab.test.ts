import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { labId, type TerminalId } from '../../electron/contract/ids.ts'
import type { ChangeEntry } from '../../electron/contract/timeline.ts'
import { STATIONS } from '../../electron/contract/timeline.ts'
import type { Grade } from '../../electron/engine/labs/grade/grade.ts'
import { run as cli } from '../cli/run.ts'
import { EngineRun } from '../helpers/engine-run.ts'

const PIPELINE = labId('pipeline')
const LABS = join(import.meta.dirname, '..', 'fixtures', 'labs-gitops-tiny')

const CONNECT = `flux install --components=source-controller,kustomize-controller --network-policy=false
flux create source git fleet --url=https://$GIT_HOST/$GITHUB_USER/fleet.git --branch=main --interval=1m
flux create kustomization vote --source=GitRepository/fleet --path=./apps/vote --prune --target-namespace=harbor --interval=1m`

/** One learner, start to end: each test goes on where the one before stopped. */
describe('a learner with Git and Flux', () => {
  const run = new EngineRun()
  let terminal: TerminalId

  const snapshot = () => run.call('app/snapshot', { protocolVersion: 1 })
  const fleet = async () => (await snapshot()).repositories.find(({ name }) => name === 'fleet')!
  const head = async (branch: string) => (await fleet()).branches.find(({ name }) => name === branch)?.head
  const entryOf = async (subject: string): Promise<ChangeEntry | undefined> =>
    (await snapshot()).timeline.find((entry) => entry.subject === subject)
  const type = (text: string) => run.type(terminal, text)
  const open = async (): Promise<void> => {
    await run.call('lab/open', { lab: PIPELINE })
    await run.until('the step has begun', async () => (await run.snapshot()).steps.some((step) => step.canGoBack))
    terminal = await run.openTerminal()
  }

  beforeAll(async () => {
    await run.start(LABS)
    await open()
  }, 120_000)
  afterAll(async () => await run.end())

  it('has the repository as the lab seeded it', async () => {
    const { branches, url } = await fleet()
    expect(url).toMatch(/^https:\/\/localhost:\d+\/learner\/fleet\.git$/)
    expect(branches.map(({ name, protected: isProtected }) => [name, isProtected])).toEqual([
      ['main', false],
      ['release', true],
    ])
  })

  it('turns green when Flux applies it, and tells how it came about', async () => {
    await run.untilStep('connect', 'failed')
    await type(CONNECT)
    await run.untilStep('connect', 'passed')
    await run.until('the change is ready', async () => (await snapshot()).timeline[0]?.reachedAtMs.ready !== undefined)
    const { timeline } = await snapshot()
    expect(timeline).toEqual([
      expect.objectContaining({
        cluster: 'dev',
        repository: 'fleet',
        branch: 'main',
        commit: await head('main'),
        source: 'flux-system/fleet',
        kustomization: 'flux-system/vote',
        workloads: ['deployment/vote in harbor'],
        superseded: false,
      }),
    ])
    expect(inOrder(timeline[0]!)).toBe(true)
  }, 120_000)

  it('takes a commit to the cluster within seconds of the push', async () => {
    await run.call('step/open', { step: 'change' })
    await type('git clone -q https://$GIT_HOST/$GITHUB_USER/fleet.git && cd fleet')
    await type(
      "sed -i 's/replicas: .*/replicas: 3/' apps/vote/deployment.yaml && git commit -qam 'Ask for three' && git push -q",
    )
    await run.untilStep('change', 'passed')
    await run.until(
      'the change is ready',
      async () => (await entryOf('Ask for three'))?.reachedAtMs.ready !== undefined,
    )
    const entry = (await entryOf('Ask for three'))!
    expect([entry.workloads, inOrder(entry)]).toEqual([['deployment/vote in harbor'], true])
    expect((await fleet()).branches.map(({ name, ahead, behind }) => [name, ahead, behind])).toEqual([
      ['main', 0, 0],
      ['release', 0, 1],
    ])
  })

  it('is graded with the repositories of the learner, and cannot tell without them', async () => {
    const grade = async (...args: readonly string[]) => {
      const { code, out } = await cli(['grade', 'pipeline', '--labs', LABS, '--json', ...args], {
        environment: process.env,
      })
      const { steps } = JSON.parse(out) as Grade
      return [
        code,
        steps[1]?.checks.map(({ verdict }) => (verdict.outcome === 'unknown' ? verdict.reason : verdict.outcome)),
      ]
    }
    const kubeconfig = join(run.dataRoot, 'labs', 'pipeline', 'home', '.kube', 'config')
    expect(await grade('--data', run.dataRoot)).toEqual([0, ['passed', 'passed', 'passed']])
    expect(await grade('--kubeconfig', kubeconfig)).toEqual([3, ['no-record', 'no-record', 'passed']])
  })

  it('says in the words of the cluster what stands in the way of a change', async () => {
    await type(
      "sed -i 's/nginx:alpine/nginx:no-such-tag/' apps/vote/deployment.yaml && git commit -qam 'Break it' && git push -q",
    )
    await run.untilStep('change', 'failed')
    await run.until('the problem is told', async () => (await entryOf('Break it'))?.problem !== undefined)
    expect((await entryOf('Break it'))!.problem).toMatch(/no-such-tag/)
  })

  it('refuses a push to a protected branch, and takes the change through a pull request', async () => {
    await type('git push -q origin main:release')
    await run.until('the refusal is seen', async () => (await fleet()).refused?.branch === 'release')
    const { number } = await run.call('pull/open', {
      ...{ repository: 'fleet', title: 'Release it', body: '', from: 'main', into: 'release' },
    })
    await run.call('pull/review', { repository: 'fleet', number, verdict: 'approved', body: 'Good.' })
    const merged = await run.call('pull/merge', { repository: 'fleet', number, method: 'merge' })
    expect([merged.state, merged.reviews.map(({ verdict }) => verdict)]).toEqual(['merged', ['approved']])
    const { files } = await run.call('git/compare', { repository: 'fleet', base: 'main', head: 'release' })
    expect(files).toEqual([])
  })

  it('undoes a commit through a pull request, and Flux follows', async () => {
    const [broken] = (await run.call('git/history', { repository: 'fleet' })).filter(
      (each) => each.subject === 'Break it',
    )
    const pull = await run.call('git/revert', { repository: 'fleet', commit: broken!.id, into: 'main' })
    await run.call('pull/merge', { repository: 'fleet', number: pull.number, method: 'squash' })
    await run.untilStep('change', 'passed')
    expect((await entryOf('Break it'))!.superseded).toBe(true)
  })

  it('refuses what cannot be done with words of its own', async () => {
    await expect(run.call('pull/close', { repository: 'fleet', number: 99 })).rejects.toThrow(/99/)
    await expect(run.call('git/history', { repository: 'nowhere' })).rejects.toThrow(/nowhere/)
  })

  it('goes back with cluster, repository, folder and changes', async () => {
    const before = await head('main')
    await run.call('step/goBack', { step: 'change' })
    await run.untilStep('change', 'failed')
    expect(await head('main')).not.toBe(before)
    expect((await snapshot()).timeline.map(({ subject }) => subject)).toHaveLength(1)
    await run.call('step/open', { step: 'change' })
    await type('cd ~ && git clone -q https://$GIT_HOST/$GITHUB_USER/fleet.git && cd fleet')
    await type(
      "sed -i 's/replicas: .*/replicas: 3/' apps/vote/deployment.yaml && git commit -qam 'Three again' && git push -q",
    )
    await run.untilStep('change', 'passed')
  }, 120_000)

  it('starts a controller again that was killed', async () => {
    const [pid] = processes(run.dataRoot, 'source-controller')
    process.kill(pid!, 'SIGKILL')
    await run.until('it runs again', () => processes(run.dataRoot, 'source-controller').some((each) => each !== pid))
    await type(
      "sed -i 's/replicas: .*/replicas: 2/' apps/vote/deployment.yaml && git commit -qam 'Ask for two' && git push -q",
    )
    await run.until('the change is ready', async () => (await entryOf('Ask for two'))?.reachedAtMs.ready !== undefined)
    expect((await entryOf('Ask for two'))!.problem).toBeUndefined()
    await type('git revert --no-edit HEAD && git push -q')
    await run.untilStep('change', 'passed')
  }, 120_000)

  it('makes the cluster of a step anew, and can go back behind that', async () => {
    await run.call('step/open', { step: 'again' })
    await run.untilStep('again', 'failed')
    const { objects } = await snapshot()
    expect(objects.filter(({ kind }) => kind === 'Deployment')).toEqual([])
    expect((await run.snapshot()).steps.map(({ canGoBack }) => canGoBack)).toEqual([true, true, true])
    await run.call('step/goBack', { step: 'connect' })
    await run.untilStep('connect', 'failed')
  }, 120_000)

  it('finds everything again after the engine was killed', async () => {
    await type(`cd ~\n${CONNECT}`)
    await run.untilStep('connect', 'passed')
    const { url } = await fleet()
    const token = settings(run.dataRoot)
    await run.engine.dispose()
    expect(processes(run.dataRoot, '-controller')).toEqual([])
    await killedOnceReady(run.dataRoot)
    await run.start(LABS)
    await run.call('lab/open', { lab: PIPELINE })
    await run.untilStep('connect', 'passed')
    terminal = await run.openTerminal()
    expect([(await fleet()).url, settings(run.dataRoot)]).toEqual([url, token])
    await type('cd ~ && git clone -q https://$GIT_HOST/$GITHUB_USER/fleet.git && cd fleet')
    await type("git commit -q --allow-empty -m 'Nothing new' && git push -q")
    await run.until('it is fetched', async () => (await entryOf('Nothing new'))?.reachedAtMs.ready !== undefined)
    expect(['source', 'kustomize'].map((name) => processes(run.dataRoot, `${name}-controller`).length)).toEqual([1, 1])
  }, 120_000)

  it('goes on elsewhere when another program has the port of its Git server', async () => {
    const { url } = await fleet()
    await run.engine.dispose()
    const other = createServer().listen(Number(new URL(url).port), '127.0.0.1')
    await once(other, 'listening')
    try {
      await run.start(LABS)
      await run.call('lab/open', { lab: PIPELINE })
      await run.untilStep('connect', 'passed')
      terminal = await run.openTerminal()
      expect((await fleet()).url).not.toBe(url)
      expect(
        run.seen.flatMap(({ event, payload }) => (event === 'engine/problem' ? payload.problem.code : [])),
      ).toEqual(['port-in-use'])
      await type("cd ~/fleet && git commit -q --allow-empty -m 'From elsewhere' && git push -q")
      await run.until('it is there', async () => (await entryOf('From elsewhere'))?.reachedAtMs.ready !== undefined)
    } finally {
      other.close()
    }
  }, 120_000)

  it('resets to repositories as they were seeded', async () => {
    await run.call('lab/reset', { lab: PIPELINE })
    await run.until('the step has begun', async () => (await run.step('connect')).canGoBack)
    const state = await snapshot()
    expect([state.timeline, (await fleet()).pullRequests]).toEqual([[], []])
    expect((await run.call('git/history', { repository: 'fleet' })).length).toBe(1)
  }, 120_000)
})

const inOrder = ({ reachedAtMs }: ChangeEntry): boolean => {
  const times = STATIONS.map((station) => reachedAtMs[station] ?? Number.NaN)
  return times.every((time, index) => index === 0 || time >= times[index - 1]!)
}

const settings = (dataRoot: string): unknown =>
  JSON.parse(readFileSync(join(dataRoot, 'labs', 'pipeline', 'git', 'server.json'), 'utf8'))

/** Runs an engine on the data folder until its lab is green, then kills it without a warning. */
async function killedOnceReady(dataRoot: string): Promise<void> {
  const file = join(import.meta.dirname, 'gitops-engine.ts')
  const engine = spawn(process.execPath, [file, dataRoot, LABS, PIPELINE], { stdio: ['ignore', 'pipe', 'inherit'] })
  const ended = once(engine, 'close')
  await Promise.race([once(engine.stdout, 'data'), ended])
  engine.kill('SIGKILL')
  expect(await ended).toEqual([null, 'SIGKILL'])
}

/** Processes of this data folder whose command line has the word in it. */
function processes(dataRoot: string, word: string): number[] {
  const lines = execFileSync('ps', ['-eo', 'pid=,args='], { encoding: 'utf8' }).split('\n')
  return lines.filter((line) => line.includes(dataRoot) && line.includes(word)).map((line) => Number.parseInt(line, 10))
}
