import { describe, expect, it } from 'vitest'

import { RestartBudget } from '../../../../electron/engine/cluster/embedded/restart-budget.ts'

describe('restart budget', () => {
  it('waits longer each time, then gives up', () => {
    const budget = new RestartBudget()
    expect([0, 1, 2, 3, 4, 5].map((time) => budget.next(time))).toEqual([0, 500, 1000, 2000, 4000, undefined])
    expect(budget.count).toBe(6)
  })

  it('forgets what is long ago', () => {
    const budget = new RestartBudget()
    for (const time of [0, 1, 2, 3, 4]) budget.next(time)
    expect(budget.next(200_000)).toBe(0)
  })

  it('starts anew when it is reset', () => {
    const budget = new RestartBudget()
    for (const time of [0, 1, 2, 3, 4]) budget.next(time)
    budget.reset()
    expect(budget.next(5)).toBe(0)
  })
})
