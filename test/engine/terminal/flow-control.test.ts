import { describe, expect, it } from 'vitest'
import { createFlowControl, FLOW, type FlowControl } from '../../../electron/engine/terminal/flow-control.ts'

function start(): { readonly flow: FlowControl; readonly calls: string[] } {
  const calls: string[] = []
  return { calls, flow: createFlowControl({ pause: () => calls.push('pause'), resume: () => calls.push('resume') }) }
}

describe('flow control', () => {
  it('lets little output pass', () => {
    const { flow, calls } = start()
    flow.sent(FLOW.HIGH)
    expect(calls).toEqual([])
  })

  it.each(['page', 'screen'])('pauses until the %s is no longer behind', (slow) => {
    const { flow, calls } = start()
    flow.sent(FLOW.HIGH + 1)
    const [all, most] = [FLOW.HIGH + 1, FLOW.HIGH + 2 - FLOW.LOW]
    flow.acknowledged(slow === 'page' ? most - 1 : all)
    flow.parsed(slow === 'page' ? all : most - 1)
    const before = [...calls]
    if (slow === 'page') flow.acknowledged(1)
    else flow.parsed(1)
    expect([before, calls]).toEqual([['pause'], ['pause', 'resume']])
  })

  it('forgets what a page that is gone did not draw', () => {
    const { flow, calls } = start()
    flow.sent(FLOW.HIGH + 1)
    flow.parsed(FLOW.HIGH + 1)
    flow.forgetPage()
    expect(calls).toEqual(['pause', 'resume'])
  })

  it('does not owe for a page that acknowledges too much', () => {
    const { flow, calls } = start()
    flow.acknowledged(FLOW.HIGH * 10)
    flow.sent(FLOW.HIGH + 1)
    expect(calls).toEqual(['pause'])
  })

  it('stays paused while anybody holds it', () => {
    const { flow, calls } = start()
    const [first, second] = [flow.hold(), flow.hold()]
    first()
    first()
    const while1 = flow.paused
    second()
    expect([while1, flow.paused, calls]).toEqual([true, false, ['pause', 'resume']])
  })
})
