import { describe, expect, it } from 'vitest'
import { CLEAR_LINE, createLineFeeder, type LineFeeder } from '../../../electron/engine/terminal/line-feeder.ts'

function start(): {
  readonly typed: string[]
  readonly feeder: LineFeeder
  readonly prompt: (count: number) => void
  readonly rest: (count: number) => void
} {
  const typed: string[] = []
  const feeder = createLineFeeder((data) => typed.push(data))
  return {
    typed,
    feeder,
    prompt: (count) => feeder.take({ kind: 'prompt', shell: 1, count }),
    rest: (count) => feeder.take({ kind: 'continuation', shell: 1, count }),
  }
}

describe('line feeder', () => {
  it('types one line at each prompt', () => {
    const { typed, feeder, prompt } = start()
    feeder.feed('one\ntwo\n')
    prompt(1)
    prompt(2)
    prompt(3)
    expect([typed, feeder.reading]).toEqual([[`${CLEAR_LINE}one\r`, `${CLEAR_LINE}two\r`], 'command'])
  })

  it('takes a redrawn prompt for the same prompt', () => {
    const { typed, feeder, prompt } = start()
    feeder.feed('one\ntwo')
    prompt(1)
    prompt(1)
    expect(typed).toEqual([`${CLEAR_LINE}one\r`])
  })

  it('skips blank lines and comments between commands but not within one', () => {
    const { typed, feeder, prompt, rest } = start()
    feeder.feed('\n# first\ncat <<EOF\n\n# kept\nEOF\n\n  # last\n')
    prompt(1)
    for (const count of [2, 3, 4]) rest(count)
    prompt(5)
    expect([typed, feeder.waiting]).toEqual([[`${CLEAR_LINE}cat <<EOF\r`, '\r', '# kept\r', 'EOF\r'], 0])
  })

  it('types a tab as a tab', () => {
    const { typed, feeder, prompt } = start()
    feeder.feed('a\tb')
    prompt(1)
    expect(typed).toEqual([`${CLEAR_LINE}a\x16\tb\r`])
  })

  it('reads lines of Windows', () => {
    const { typed, feeder, prompt } = start()
    feeder.feed('a\r\nb\r\n')
    prompt(1)
    prompt(2)
    expect(typed).toEqual([`${CLEAR_LINE}a\r`, `${CLEAR_LINE}b\r`])
  })

  it('types nothing more once cancelled', () => {
    const { typed, feeder, prompt } = start()
    feeder.feed('a\nb')
    prompt(1)
    feeder.cancel()
    prompt(2)
    expect([typed, feeder.waiting]).toEqual([[`${CLEAR_LINE}a\r`], 0])
  })

  it('waits for the next prompt, or the same one drawn again, once somebody pressed Enter', () => {
    const { typed, feeder, prompt } = start()
    prompt(1)
    feeder.entered()
    feeder.feed('a')
    const before = [...typed]
    prompt(1)
    expect([before, typed]).toEqual([[], [`${CLEAR_LINE}a\r`]])
  })

  it('begins at once when the shell reads already', () => {
    const { typed, feeder, prompt } = start()
    prompt(1)
    feeder.feed('a')
    expect(typed).toEqual([`${CLEAR_LINE}a\r`])
  })
})
