import { describe, expect, it } from 'vitest'
import { terminalId } from '../../../electron/contract/ids.ts'
import { TerminalHub } from '../../../renderer/terminal/terminal-hub.ts'

describe('TerminalHub', () => {
  it('hands output to the terminal that shows it, and to nobody after it is gone', () => {
    const hub = new TerminalHub()
    const seen: string[] = []
    const sink = (name: string) => ({
      onOutput: (data: string) => seen.push(`${name} ${data}`),
      onReattach: () => seen.push(`${name} again`),
    })
    const leave = hub.connect(terminalId('a'), sink('a'))
    hub.connect(terminalId('b'), sink('b'))
    hub.receive(terminalId('a'), 'one')
    hub.receive(terminalId('c'), 'lost')
    hub.reattach()
    leave()
    hub.receive(terminalId('a'), 'two')
    expect(seen).toEqual(['a one', 'a again', 'b again'])
  })

  it('does not lose a successor when the one before it leaves late', () => {
    const hub = new TerminalHub()
    const seen: string[] = []
    const leave = hub.connect(terminalId('a'), { onOutput: () => seen.push('old'), onReattach: () => undefined })
    hub.connect(terminalId('a'), { onOutput: () => seen.push('new'), onReattach: () => undefined })
    leave()
    hub.receive(terminalId('a'), 'x')
    expect(seen).toEqual(['new'])
  })
})
