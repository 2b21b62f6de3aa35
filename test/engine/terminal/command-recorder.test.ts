import { describe, expect, it } from 'vitest'
import { createCommandRecorder } from '../../../electron/engine/terminal/command-recorder.ts'
import type { Mark } from '../../../electron/engine/terminal/integration.ts'

const started = (shell: number, commandLine: string, previousExitCode = 0): Mark => ({
  kind: 'started',
  shell,
  previousExitCode,
  directory: '/home',
  commandLine,
})
const ended = (shell: number, exitCode: number): Mark => ({ kind: 'ended', shell, exitCode })

function record(marks: readonly Mark[]): readonly string[] {
  const recorder = createCommandRecorder()
  return marks.flatMap((mark, index) => {
    const ran = recorder.take(mark, index)
    return ran === undefined ? [] : [`${ran.commandLine} -> ${ran.exitCode} at ${ran.endedAtMs}`]
  })
}

describe('command recorder', () => {
  it('records a command when it has ended', () => {
    expect(record([ended(1, 0), started(1, 'ls'), ended(1, 2), { kind: 'prompt', shell: 1, count: 1 }])).toEqual([
      'ls -> 2 at 2',
    ])
  })

  it('ends a command when the next one of a pasted block begins', () => {
    expect(record([started(1, 'false'), started(1, 'true', 1), ended(1, 0)])).toEqual([
      'false -> 1 at 1',
      'true -> 0 at 2',
    ])
  })

  it('keeps the commands of a shell inside a shell apart', () => {
    const marks = [started(1, 'bash'), ended(2, 0), started(2, 'ls'), ended(2, 0), started(2, 'exit 7'), ended(1, 7)]
    expect(record(marks)).toEqual(['ls -> 0 at 3', 'bash -> 7 at 5'])
  })

  it('records nothing for an empty line', () => {
    expect(record([ended(1, 0), ended(1, 0)])).toEqual([])
  })

  it('tells what runs', () => {
    const recorder = createCommandRecorder()
    recorder.take(started(1, 'watch date'), 0)
    const during = recorder.running
    recorder.take(ended(1, 130), 1)
    expect([during, recorder.running]).toEqual(['watch date', undefined])
  })
})
