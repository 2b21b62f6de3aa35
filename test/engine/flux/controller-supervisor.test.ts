import { describe, expect, it } from 'vitest'

import { ControllerSupervisor, type ControllerHost } from '../../../electron/engine/flux/controller-supervisor.ts'
import type { ProcessEnd } from '../../../electron/engine/flux/controller-process.ts'
import type { PodSigns } from '../../../electron/engine/flux/pod-signs.ts'
import type { ControllerPod, Wanted } from '../../../electron/engine/flux/wanted-controller.ts'
import { silentLog } from '../../../electron/engine/lib/log.ts'
import { FakeClock } from '../../helpers/fake-clock.ts'

const NAME = 'kustomize-controller'
const pod = (name: string): ControllerPod => ({
  namespace: 'flux-system',
  name,
  uid: name,
  serviceAccount: NAME,
  container: 'manager',
  args: [],
})
const run = (name: string, isBackingOff = false): Wanted => ({ kind: 'run', pod: pod(name), isBackingOff })
const crash: ProcessEnd = { exitCode: 1, signal: null, output: 'panic: no' }

/** Processes that end when they are told to. */
class FakeHost implements ControllerHost {
  readonly running: string[] = []
  readonly signs: PodSigns[] = []
  refuses: Error | undefined
  #end: (end: ProcessEnd) => void = () => undefined

  identify(): Promise<{ dispose(): void }> {
    return this.refuses === undefined ? Promise.resolve({ dispose: () => undefined }) : Promise.reject(this.refuses)
  }

  start(_name: string, { name }: ControllerPod): ReturnType<ControllerHost['start']> {
    const { promise: ended, resolve } = Promise.withResolvers<ProcessEnd>()
    this.running.push(name)
    this.#end = (end) => {
      this.running.splice(this.running.indexOf(name), 1)
      resolve(end)
    }
    const end = async (): Promise<void> => {
      this.#end({ exitCode: 0, signal: null, output: '' })
      await ended
    }
    return Promise.resolve({ works: Promise.resolve(), ended, end })
  }

  crash(): void {
    this.#end(crash)
  }

  ended(): void {}

  show(_pod: ControllerPod, signs: PodSigns): void {
    this.signs.push(signs)
  }

  left(): void {}
}

const make = (): { host: FakeHost; clock: FakeClock; supervisor: ControllerSupervisor } => {
  const [host, clock] = [new FakeHost(), new FakeClock()]
  return { host, clock, supervisor: new ControllerSupervisor(NAME, host, clock, silentLog) }
}
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

describe('ControllerSupervisor', () => {
  it('runs one process as long as it is wanted', async () => {
    const { host, supervisor } = make()
    await supervisor.want(run('one'))
    await supervisor.want(run('one'))
    expect([host.running, supervisor.status]).toEqual([['one'], { name: NAME, state: 'running', restarts: 0 }])
    await supervisor.want({ kind: 'absent' })
    expect([host.running, supervisor.status]).toEqual([[], { name: NAME, state: 'absent', restarts: 0 }])
  })

  it('ends the process of the pod before, then begins that of the next', async () => {
    const { host, supervisor } = make()
    await supervisor.want(run('one'))
    await supervisor.want(run('two'))
    expect(host.running).toEqual(['two'])
  })

  it('leaves it alone when the cluster cannot be seen', async () => {
    const { host, supervisor } = make()
    await supervisor.want(run('one'))
    await supervisor.want({ kind: 'unknown' })
    expect(host.running).toEqual(['one'])
  })

  it('says what it waits for', async () => {
    const { supervisor } = make()
    await supervisor.want({ kind: 'waiting', reason: 'There is no pod yet.' })
    expect(supervisor.status).toMatchObject({ state: 'waiting', problem: { happened: 'There is no pod yet.' } })
  })

  it('tries again when its identity cannot be had', async () => {
    const { host, clock, supervisor } = make()
    host.refuses = new Error('serviceaccounts "kustomize-controller" not found')
    await supervisor.want(run('one'))
    expect(supervisor.status).toMatchObject({ state: 'waiting', problem: { code: 'cluster-failed' } })
    host.refuses = undefined
    clock.advance(500)
    await settled()
    expect(host.running).toEqual(['one'])
  })

  describe('when the process ends by itself', () => {
    it('starts it again and has the pod say so', async () => {
      const { host, clock, supervisor } = make()
      await supervisor.want(run('one'))
      host.crash()
      await settled()
      expect(supervisor.status).toMatchObject({ state: 'starting', restarts: 1, problem: { output: 'panic: no' } })
      clock.advance(250)
      await settled()
      expect([host.running, supervisor.status]).toEqual([['one'], { name: NAME, state: 'running', restarts: 1 }])
      expect(host.signs).toMatchObject([{ end: crash, restarts: 1, startedAt: expect.any(String) }])
    })

    it('gives up after too many times, until there is another pod', async () => {
      const { host, supervisor } = await givenUp()
      expect(supervisor.status).toMatchObject({ state: 'failed', restarts: 6, problem: { output: 'panic: no' } })
      expect(host.signs.at(-1)).toMatchObject({ restarts: 6, startedAt: undefined })
      await supervisor.want(run('two'))
      expect([host.running, supervisor.status]).toEqual([['two'], { name: NAME, state: 'running', restarts: 0 }])
    })

    it('tries anew when the container runs again after it was shown to back off', async () => {
      const { host, supervisor } = await givenUp()
      await supervisor.want(run('one'))
      expect(host.running).toEqual([])
      await supervisor.want(run('one', true))
      await supervisor.want(run('one'))
      expect(host.running).toEqual(['one'])
    })
  })
})

async function givenUp(): Promise<ReturnType<typeof make>> {
  const made = make()
  await made.supervisor.want(run('one'))
  for (let times = 0; times < 6; times += 1) {
    made.host.crash()
    await settled()
    made.clock.advance(4000)
    await settled()
  }
  return made
}
