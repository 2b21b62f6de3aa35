import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { makePlace, type Place } from '../workspace/place.ts'
import { makeDesk, until, type Desk, type Page } from './desk.ts'

let place: Place
let desk: Desk
let page: Page

beforeEach(async () => {
  place = await makePlace()
  desk = makeDesk(place.workspace)
  page = await desk.open()
})

afterEach(async () => {
  await desk.dispose()
  await place.remove()
})

const type = async (text: string, execute = true): Promise<void> => {
  await desk.terminals.type({ terminalId: page.id, text, execute })
}
const lines = (): readonly string[] => desk.commands.map(({ commandLine }) => commandLine)

describe('typing for the learner', () => {
  it('takes the place of a line that was half typed', async () => {
    desk.keys(page, 'rm -rf something\x1b[D\x1b[D')
    await type('echo safe')
    await until(() => lines().length === 1)
    expect(lines()).toEqual(['echo safe'])
  })

  it('gets the shell out of a half-typed command of several lines', async () => {
    desk.keys(page, 'echo "half\r')
    await until(() => page.text().endsWith('>'))
    await type('echo safe')
    await until(() => lines().length === 1)
    expect(lines()).toEqual(['echo safe'])
  })

  it('runs the lines of a block in order, each behind its own prompt', async () => {
    await type('echo one\n\n# not run\nfalse\ncat <<-EOF\n\ta\n\n\tEOF\necho "two\nlines"\n')
    await until(() => lines().length === 4)
    await until(() => page.text().endsWith('\nlines\nlearner $'))
    expect(
      page
        .text()
        .split('\n')
        .map((line) => line.trimEnd()),
    ).toEqual([
      'learner $ echo one',
      'one',
      'learner $ false',
      'learner $ cat <<-EOF',
      '>       a',
      '>',
      '>       EOF',
      'a',
      '',
      'learner $ echo "two',
      '> lines"',
      'two',
      'lines',
      'learner $',
    ])
    expect(desk.commands.map(({ exitCode }) => exitCode)).toEqual([0, 1, 0, 0])
  })

  it('waits for a program that reads the keyboard before it types the next line', async () => {
    await type('read answer\necho "got $answer"')
    await until(() => page.text().endsWith('read answer'))
    desk.keys(page, 'mine\r')
    await until(() => lines().length === 2)
    await until(() => page.text().includes('\ngot mine\n'))
    expect(lines()).toEqual(['read answer', 'echo "got $answer"'])
  })

  it('does not type the rest when the learner presses Ctrl+C', async () => {
    await type('echo go; sleep 30\necho never')
    await until(() => page.text().endsWith('sleep 30\ngo'))
    desk.keys(page, '\x03')
    await until(() => lines().length === 1)
    await desk.run(page, 'echo after')
    expect([lines(), desk.commands[0]?.exitCode]).toEqual([['echo go; sleep 30', 'echo after'], 130])
  })

  it('puts text at the prompt without running it', async () => {
    await type('echo a\n\techo b\n', false)
    await until(() => page.text().endsWith('echo b'))
    const before = lines().length
    desk.keys(page, '\r')
    await until(() => lines().length === 2)
    expect([before, lines()]).toEqual([0, ['echo a', '\techo b']])
  })

  it('types a second block after the first', async () => {
    await type('sleep 0.2\necho one')
    await type('echo two')
    await until(() => lines().length === 3)
    expect(lines()).toEqual(['sleep 0.2', 'echo one', 'echo two'])
  })

  it('waits a moment for a program that is about to end', async () => {
    desk.keys(page, 'sleep 0.5\r')
    await type('echo after')
    await until(() => lines().length === 2)
    expect(lines()).toEqual(['sleep 0.5', 'echo after'])
  })

  it('refuses while a program keeps the keyboard, and says which', async () => {
    desk.keys(page, 'sleep 60\r')
    await expect(type('echo never')).rejects.toMatchObject({
      detail: {
        code: 'refused',
        happened: '`sleep 60` still runs in this terminal.',
        remedy: 'End it with Ctrl+C, or open another terminal, and try again.',
      },
    })
  })

  it('works while the learner edits in vi mode', async () => {
    await desk.run(page, 'set -o vi')
    desk.keys(page, 'half')
    await type('echo safe')
    await until(() => lines().length === 2)
    expect(lines()).toEqual(['set -o vi', 'echo safe'])
  })

  it('types long lines that fold on the screen', async () => {
    const words = Array.from({ length: 120 }, (_none, index) => `word${index}`).join(' ')
    await type(`echo ${words} | wc -w\necho end`)
    await until(() => lines().length === 2)
    await until(() => page.text().endsWith('\nend\nlearner $'))
    expect([lines()[0], page.text().includes('\n120\n')]).toEqual([`echo ${words} | wc -w`, true])
  })
})
