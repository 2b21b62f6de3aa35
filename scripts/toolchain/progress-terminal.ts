import { listed, type Phase, type Progress } from './progress.ts'

/** Where progress is shown; `process.stderr` is one. */
export interface Terminal {
  write(text: string): unknown
  readonly isTTY?: boolean
  readonly columns?: number
}

export interface ProgressDisplay {
  show(progress: Progress): void
  /** Clears the line that was being rewritten, so that what comes next starts on a clean one. */
  end(): void
}

/** Fast enough to look alive, slow enough to be read: in ms. */
const REDRAW_MS = 100
/** How often a log that nobody watches gets a line for the same step: in ms. */
const LOG_MS = 15_000

/**
 * On a terminal one line that is rewritten in place; elsewhere (a log, a pipe) plain lines: one when a step begins and one
 * every quarter of a minute. What a user should know about a tool stays as a line of its own in both.
 */
export function createProgressDisplay(
  terminal: Terminal,
  clock: () => number = () => performance.now(),
): ProgressDisplay {
  return terminal.isTTY === true ? createLiveLine(terminal, clock) : createLog(terminal, clock)
}

function createLiveLine(terminal: Terminal, clock: () => number): ProgressDisplay {
  let drawnMs = -Infinity
  let drawnStep = ''
  const noted = new Set<string>()
  const clear = '\r\u001B[2K'
  return {
    show(progress) {
      for (const note of newNotes(progress, noted)) terminal.write(`${clear}${note}\n`)
      if (clock() - drawnMs < REDRAW_MS && stepOf(progress) === drawnStep) return
      drawnMs = clock()
      drawnStep = stepOf(progress)
      terminal.write(`${clear}${progressLine(progress).slice(0, (terminal.columns ?? 80) - 1)}`)
    },
    end() {
      terminal.write(clear)
    },
  }
}

function createLog(terminal: Terminal, clock: () => number): ProgressDisplay {
  let loggedMs = -Infinity
  let loggedStep = ''
  const noted = new Set<string>()
  return {
    show(progress) {
      for (const note of newNotes(progress, noted)) terminal.write(`${note}\n`)
      const isNew = stepOf(progress) !== loggedStep
      if (progress.phase === 'cache' || (!isNew && clock() - loggedMs < LOG_MS)) return
      loggedMs = clock()
      loggedStep = stepOf(progress)
      terminal.write(`${progressLine(progress)}\n`)
    },
    end() {},
  }
}

/** `[1/9] Building etcd and 6 more: 1200 of 2742 packages, 1 min 52 s, about 3 min left` */
export function progressLine(progress: Progress): string {
  const place = `[${progress.index}/${progress.of}]`
  const amount = amountOf(progress)
  const left = progress.remainingMs === undefined ? '' : `, about ${duration(coarse(progress.remainingMs))} left`
  const what = `${place} ${WORDS[progress.phase]} ${listed(progress.tools)}`
  return `${what}${amount === '' ? '' : `: ${amount}`}, ${duration(progress.elapsedMs)}${left}`
}

const WORDS: Readonly<Record<Phase, string>> = {
  cache: 'Looking for',
  wait: 'Waiting for',
  download: 'Downloading',
  build: 'Building',
}

function amountOf({ phase, unit, done, total }: Progress): string {
  if (phase === 'cache' || phase === 'wait') return ''
  if (unit === 'bytes') return total === undefined ? megabytes(done) : `${megabytes(done)} of ${megabytes(total)}`
  if (total === undefined) return `${done} ${unit}`
  if (phase === 'build' && done >= total) return 'linking'
  if (phase === 'download' && done >= total) return 'reading sources'
  return `${done} of ${total} ${phase === 'download' ? 'Go modules' : unit}`
}

/** The notes that were not shown yet, which `noted` then holds. */
function newNotes({ notes = [] }: Progress, noted: Set<string>): readonly string[] {
  const fresh = notes.filter((note) => !noted.has(note))
  for (const note of fresh) noted.add(note)
  return fresh
}

function stepOf({ phase, unit, tools }: Progress): string {
  return [phase, unit, ...tools].join(' ')
}

/** An estimate that changes with every second looks precise and is not: whole minutes from a minute and a half, else fives. */
function coarse(ms: number): number {
  const unitMs = ms >= 90_000 ? 60_000 : 5_000
  return Math.max(unitMs, Math.round(ms / unitMs) * unitMs)
}

/** `42 s`, `3 min 5 s`. */
export function duration(ms: number): string {
  const seconds = Math.round(ms / 1000)
  if (seconds < 60) return `${seconds} s`
  const rest = seconds % 60
  return rest === 0 ? `${Math.floor(seconds / 60)} min` : `${Math.floor(seconds / 60)} min ${rest} s`
}

function megabytes(bytes: number): string {
  return `${(bytes / 1_000_000).toFixed(1)} MB`
}
