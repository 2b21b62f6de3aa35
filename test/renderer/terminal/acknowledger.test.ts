import { describe, expect, it } from 'vitest'
import { Acknowledger } from '../../../renderer/terminal/acknowledger.ts'

const moment = (): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, 40)
  })

describe('Acknowledger', () => {
  it('tells together what is drawn together, and never keeps a rest', async () => {
    const told: number[] = []
    const acknowledger = new Acknowledger((characters) => told.push(characters))
    acknowledger.drawn(10)
    acknowledger.drawn(5)
    await moment()
    acknowledger.drawn(1)
    await moment()
    expect(told).toEqual([15, 1])
  })

  it('is silent after it was disposed', async () => {
    const told: number[] = []
    const acknowledger = new Acknowledger((characters) => told.push(characters))
    acknowledger.drawn(10)
    acknowledger.dispose()
    await moment()
    expect(told).toEqual([])
  })
})
