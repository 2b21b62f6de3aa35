import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'

export interface Bounds {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** Where the window was when it was last closed. */
export interface WindowState {
  readonly bounds: Bounds
  readonly maximized: boolean
}

export const SMALLEST = { width: 900, height: 600 } as const
const USUAL = { width: 1440, height: 900 } as const

/** How much of the title bar must be on a screen for the window to be found, in pixels. */
const GRIP = 80

/** The kept state, if it is one; a damaged file costs the position, nothing else. */
export function readWindowState(file: string): WindowState | undefined {
  try {
    const { bounds, maximized } = JSON.parse(readFileSync(file, 'utf8')) as WindowState
    const sound = [bounds.x, bounds.y, bounds.width, bounds.height].every(Number.isInteger)
    return sound ? { bounds, maximized } : undefined
  } catch {
    return undefined
  }
}

export function keepWindowState(file: string, state: WindowState): void {
  try {
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, `${JSON.stringify(state)}\n`)
  } catch (error) {
    process.stderr.write(`The window's place could not be kept: ${String(error)}\n`)
  }
}

/**
 * Where to open: the kept place if its title bar can be reached on one of the screens (they may have changed), else the
 * middle of the first one, which Electron chooses when x and y are missing.
 */
export function placeWindow(kept: Bounds | undefined, screens: readonly Bounds[]): Partial<Bounds> {
  const [first = { x: 0, y: 0, ...USUAL }] = screens
  const middle = { width: Math.min(USUAL.width, first.width), height: Math.min(USUAL.height, first.height) }
  if (kept === undefined) return middle
  const reachable = screens.some(
    (screen) =>
      kept.x + kept.width >= screen.x + GRIP &&
      kept.x <= screen.x + screen.width - GRIP &&
      kept.y >= screen.y &&
      kept.y <= screen.y + screen.height - GRIP,
  )
  const size = { width: Math.max(SMALLEST.width, kept.width), height: Math.max(SMALLEST.height, kept.height) }
  return reachable ? { x: kept.x, y: kept.y, ...size } : middle
}
