import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { keepWindowState, placeWindow, readWindowState } from '../../electron/shell/window-state.ts'

const laptop = { x: 0, y: 0, width: 1920, height: 1080 }
const beamer = { x: 1920, y: 0, width: 1280, height: 720 }

describe('placeWindow', () => {
  it.each([
    ['nothing is kept', undefined, [laptop], { width: 1440, height: 900 }],
    ['the screen is small', undefined, [{ x: 0, y: 0, width: 1024, height: 700 }], { width: 1024, height: 700 }],
    ['there is no screen', undefined, [], { width: 1440, height: 900 }],
    [
      'it was on this screen',
      { x: 10, y: 20, width: 1000, height: 700 },
      [laptop],
      { x: 10, y: 20, width: 1000, height: 700 },
    ],
    [
      'it was on the second screen',
      { x: 2000, y: 20, width: 1000, height: 700 },
      [laptop, beamer],
      { x: 2000, y: 20, width: 1000, height: 700 },
    ],
    ['the second screen is gone', { x: 2000, y: 20, width: 1000, height: 700 }, [laptop], { width: 1440, height: 900 }],
    [
      'its title bar is above the screen',
      { x: 10, y: -300, width: 1000, height: 700 },
      [laptop],
      { width: 1440, height: 900 },
    ],
    [
      'it hangs out on the left',
      { x: -900, y: 10, width: 1000, height: 700 },
      [laptop],
      { x: -900, y: 10, width: 1000, height: 700 },
    ],
    [
      'it was too small',
      { x: 10, y: 10, width: 300, height: 200 },
      [laptop],
      { x: 10, y: 10, width: 900, height: 600 },
    ],
  ])('when %s', (_when, kept, screens, expected) => {
    expect(placeWindow(kept, screens)).toEqual(expected)
  })
})

describe('the kept window state', () => {
  it('comes back as it was, and is nothing when it is damaged or absent', () => {
    const folder = mkdtempSync(join(tmpdir(), 'drydock-window-'))
    const file = join(folder, 'shell/window.json')
    const state = { bounds: { x: 1, y: 2, width: 1000, height: 700 }, maximized: true }
    expect(readWindowState(file)).toBeUndefined()
    keepWindowState(file, state)
    expect(readWindowState(file)).toEqual(state)
    for (const damaged of ['{', '{}', 'null', '{"bounds":{"x":"1","y":2,"width":3,"height":4}}']) {
      writeFileSync(file, damaged)
      expect(readWindowState(file)).toBeUndefined()
    }
    rmSync(folder, { recursive: true })
  })
})
