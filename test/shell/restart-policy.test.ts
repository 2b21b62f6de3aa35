import { describe, expect, it } from 'vitest'
import { createRestartPolicy, RESTART_DELAYS_MS, WELL_AFTER_MS } from '../../electron/shell/restart-policy.ts'

const ends = (policy: ReturnType<typeof createRestartPolicy>, count: number, livedMs = 0): (number | undefined)[] =>
  Array.from({ length: count }, () => policy.afterEnd(livedMs))

describe('createRestartPolicy', () => {
  it('waits longer each time, then gives up and stays so', () => {
    expect(ends(createRestartPolicy(), 7)).toEqual([...RESTART_DELAYS_MS, undefined, undefined])
  })

  it('starts anew for an engine that had been well', () => {
    const policy = createRestartPolicy()
    ends(policy, 4)
    expect(policy.afterEnd(WELL_AFTER_MS)).toBe(RESTART_DELAYS_MS[0])
    expect(policy.afterEnd(WELL_AFTER_MS - 1)).toBe(RESTART_DELAYS_MS[1])
  })

  it('starts anew when a person asks', () => {
    const policy = createRestartPolicy()
    ends(policy, 6)
    policy.forget()
    expect(policy.afterEnd(0)).toBe(RESTART_DELAYS_MS[0])
  })
})
