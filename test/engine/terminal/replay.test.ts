import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { FLOW } from '../../../electron/engine/terminal/flow-control.ts'
import { SCROLLBACK_LINES } from '../../../electron/engine/terminal/screen.ts'
import { memoryInUse } from '../../helpers/memory-in-use.ts'
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

/** Everything that a page shows, with colours, modes and the place of the cursor. */
async function look(one: Page): Promise<string> {
  await one.screen.drained()
  return one.screen.replay()
}

describe('a page that attaches', () => {
  it('shows what the page before showed, with colours and every kind of character', async () => {
    await desk.run(
      page,
      String.raw`printf '\033[1;31mred\033[0m 漢字 👩‍👩‍👧 \033[48;5;33mblue\033[0m\tend\n%s\n' "$(seq 1 300)"`,
    )
    await until(() => page.text().endsWith('$'))
    const other = await desk.attach(page.id)
    expect([await look(other), other.text()]).toEqual([await look(page), page.text()])
  })

  it('shows a full-screen program, its modes, and the screen behind it', async () => {
    await desk.run(page, 'seq 1 50 > numbers')
    desk.keys(page, 'less numbers\r')
    await until(() => page.text().split('\n').includes('29'))
    const other = await desk.attach(page.id)
    const during = [await look(other), await look(page)]
    desk.keys(page, 'q')
    await until(() => other.text().endsWith('$') && page.text().endsWith('$'))
    expect(during[0]).toBe(during[1])
    expect(other.text()).toBe(page.text())
  })

  it('keeps a hidden cursor hidden, the mouse mode, and the shape of the cursor', async () => {
    desk.keys(page, String.raw`printf '\033[?25l\033[?1002h\033[?1006h\033[4 q'; read` + '\r')
    await until(async () => (await look(page)).includes('\x1b[4 q'))
    const other = await desk.attach(page.id)
    const replay = await look(other)
    expect([replay.includes('\x1b[?1002h'), replay.endsWith('\x1b[?25l\x1b[?1006h\x1b[4 q')]).toEqual([true, true])
  })

  it('misses nothing and gets nothing twice while output pours', async () => {
    desk.keys(page, 'for i in $(seq 1 4000); do echo "line $i of many"; done\r')
    const others: Page[] = []
    for (let index = 0; index < 5; index += 1) {
      await until(() => page.received > (index + 1) * 9000)
      others.push(await desk.attach(page.id))
    }
    await until(() => page.text().endsWith('of many\nlearner $'))
    for (const other of others) {
      await until(() => other.text().endsWith('of many\nlearner $'))
      expect(other.text()).toBe(page.text())
    }
    const numbers = page.text().matchAll(/line (\d+) of many/g)
    expect([...numbers].map(([, number]) => Number(number))).toEqual(
      Array.from({ length: 4000 }, (_none, index) => index + 1),
    )
  })

  it('goes on where a page stopped that went away without a word', async () => {
    page.acknowledges = false
    desk.keys(page, 'seq 1 100000\r')
    await until(() => page.received > FLOW.HIGH)
    page.leave()
    const other = await desk.attach(page.id)
    await until(() => other.text().endsWith('99999\n100000\nlearner $'))
    expect(desk.commands.map(({ exitCode }) => exitCode)).toEqual([0])
  })

  it('has the size that it says', async () => {
    await desk.terminals.attach({ terminalId: page.id, columns: 44, rows: 12 })
    await desk.run(page, 'stty size')
    await until(() => page.text().includes('12 44'))
    expect(page.id).toBe(desk.terminals.list()[0]?.terminalId)
  })

  it('keeps the last lines of a long output', async () => {
    await desk.run(page, `seq 1 ${SCROLLBACK_LINES * 2}`)
    const other = await desk.attach(page.id)
    await until(() => other.text().endsWith(`${SCROLLBACK_LINES * 2}\nlearner $`))
    expect(other.text().split('\n').length).toBeGreaterThan(SCROLLBACK_LINES)
  })
})

describe('a flood', () => {
  it('is stopped while the page does not draw, and goes on when it does', async () => {
    page.acknowledges = false
    const before = page.received
    desk.keys(page, 'yes\r')
    await until(() => page.received - before > FLOW.HIGH)
    await new Promise((resolve) => setTimeout(resolve, 100))
    const [stopped, memory] = [page.received, memoryInUse()]
    await new Promise((resolve) => setTimeout(resolve, 700))
    expect([page.received - stopped, stopped - before < FLOW.HIGH + 128 * 1024]).toEqual([0, true])
    expect(memoryInUse() - memory).toBeLessThan(16 * 1024 * 1024)

    page.acknowledges = true
    desk.terminals.acknowledge({ terminalId: page.id, characters: stopped })
    await until(() => page.received > stopped + 4 * FLOW.HIGH)
    desk.keys(page, '\x03')
    await until(() => page.text().endsWith('^C\nlearner $'))
  })

  it('that is drawn takes no memory that stays', async () => {
    const flood = (bytes: number): string => `yes "$(seq -s ' ' 30)" | head -c ${bytes}`
    await desk.run(page, flood(2_000_000))
    const before = memoryInUse()
    await desk.run(page, flood(24_000_000))
    expect(memoryInUse() - before).toBeLessThan(12 * 1024 * 1024)
  })
})
