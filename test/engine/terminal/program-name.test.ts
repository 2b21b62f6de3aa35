import { expect, it, describe } from 'vitest'
import { programOf } from '../../../electron/engine/terminal/program-name.ts'

describe('program name', () => {
  it.each([
    ['kubectl get pods', 'kubectl'],
    ['  A=1 B="x" /usr/bin/watch kubectl get all', 'watch'],
    ['sudo vi x', 'vi'],
    ['(cd x && ls)', 'cd'],
    ['\\ls', 'ls'],
    ['time', 'bash'],
    ['', 'bash'],
  ])('of %j is %s', (commandLine, program) => {
    expect(programOf(commandLine)).toBe(program)
  })
})
