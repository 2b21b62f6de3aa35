import { describe, expect, it } from 'vitest'
import type { ObjectQuery } from '../../../../electron/contract/lab.ts'
import type { KubeObject, Sight } from '../../../../electron/engine/checks/observation.ts'
import { Emitter } from '../../../../electron/engine/lib/emitter.ts'
import { MARKER } from '../../../../electron/engine/labs/proof/marker.ts'
import { QUIET_MS, REST_LIMIT_MS, settle, watchUnrest } from '../../../../electron/engine/labs/proof/settle.ts'
import type { Watched } from '../../../../electron/engine/labs/proof/settle.ts'
import { FakeClock } from '../../../helpers/fake-clock.ts'

/** A cluster whose marker arrives when the test says so. */
class HandCluster implements Watched {
  readonly name = 'dev'
  readonly changed = new Emitter<unknown>()
  readonly onChange = this.changed.event
  readonly wanted: ObjectQuery[] = []
  pods: readonly KubeObject[] = []
  isBlind = false
  #written = ''
  #seen = ''

  want(_owner: string, queries: readonly ObjectQuery[]): void {
    this.wanted.push(...queries)
  }

  sight(query: ObjectQuery): Sight {
    if (query === MARKER) return { objects: [marker(this.#seen)] }
    if (this.isBlind && query.kind === 'Pod') return { blind: { reason: 'not-observed', detail: 'Not listed yet.' } }
    return { objects: query.kind === 'Pod' ? this.pods : [] }
  }

  async mark(tick: string): Promise<void> {
    this.#written = tick
  }

  arrive(): void {
    this.#seen = this.#written
    this.changed.fire(null)
  }

  become(phase: string | undefined): void {
    this.pods = [
      {
        apiVersion: 'v1',
        kind: 'Pod',
        metadata: { name: 'vote', uid: 'u' },
        status: { phase, conditions: [{ type: 'Ready', status: 'True' }] },
      },
    ]
    this.changed.fire(null)
  }
}

const marker = (tick: string): KubeObject => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'm', uid: 'm' },
  data: { tick },
})

/** Everything that is waiting for promises gets its turn. */
const turn = async () => await new Promise((resolve) => setImmediate(resolve))

async function begin() {
  const [cluster, clock, stopping] = [new HandCluster(), new FakeClock(), new AbortController()]
  let result: unknown = 'waits'
  const settling = settle([cluster], clock, stopping.signal).then(
    (rest) => (result = rest),
    (error: Error) => (result = error.message),
  )
  await turn()
  const advance = async (ms: number): Promise<unknown> => {
    clock.advance(ms)
    await turn()
    return result
  }
  return { cluster, clock, stopping, settling, advance }
}

describe('settle', () => {
  it('waits for its marker, then for quiet', async () => {
    const { cluster, advance } = await begin()
    expect(await advance(QUIET_MS * 3)).toBe('waits')
    cluster.arrive()
    await turn()
    expect(await advance(QUIET_MS - 1)).toBe('waits')
    expect(await advance(1)).toEqual({})
  })

  it('begins to wait anew with each change', async () => {
    const { cluster, advance } = await begin()
    cluster.arrive()
    await turn()
    for (let change = 0; change < 5; change++) {
      expect(await advance(QUIET_MS - 1)).toBe('waits')
      cluster.changed.fire(null)
    }
    expect(await advance(QUIET_MS)).toEqual({})
  })

  it('is not fooled by quiet while a Pod starts', async () => {
    const { cluster, advance } = await begin()
    cluster.become('Pending')
    cluster.arrive()
    await turn()
    expect(await advance(QUIET_MS * 10)).toBe('waits')
    cluster.become('Running')
    expect(await advance(QUIET_MS)).toEqual({})
  })

  it('waits until every kind can be seen', async () => {
    const { cluster, advance } = await begin()
    cluster.isBlind = true
    cluster.arrive()
    await turn()
    expect(await advance(QUIET_MS * 10)).toBe('waits')
    cluster.isBlind = false
    cluster.changed.fire(null)
    expect(await advance(QUIET_MS)).toEqual({})
  })

  it('gives up on what never comes to rest, and says what', async () => {
    const { cluster, advance } = await begin()
    cluster.become('Pending')
    cluster.arrive()
    await turn()
    expect(await advance(REST_LIMIT_MS)).toEqual({ restless: 'pod/vote is starting' })
  })

  it('rejects when its marker never comes through', async () => {
    const { advance } = await begin()
    expect(await advance(20_000)).toBe(
      'A change in cluster dev was not seen within 15 s. Try again; if it happens again, this machine may be too busy.',
    )
  })

  it.each(['before', 'after'])('stops when it is told to, %s the marker was seen', async (when) => {
    const { cluster, clock, stopping, settling } = await begin()
    if (when === 'after') cluster.arrive()
    await turn()
    stopping.abort()
    expect(await settling).toBe('The proof was stopped.')
    expect([clock.pending, cluster.changed.size]).toEqual([0, 0])
  })

  it('leaves nothing behind', async () => {
    const { cluster, clock, advance } = await begin()
    cluster.arrive()
    await turn()
    await advance(QUIET_MS)
    expect([clock.pending, cluster.changed.size]).toEqual([0, 0])
  })

  it('has what it needs watched', () => {
    const cluster = new HandCluster()
    watchUnrest([cluster])
    expect(cluster.wanted.map(({ kind }) => kind)).toContain('Pod')
    expect(cluster.wanted).toContain(MARKER)
  })
})
