import { randomBytes } from 'node:crypto'
import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite'
import type { LabId } from '../../contract/ids.ts'
import type { RanCommand } from '../checks/observation.ts'
import type { Disposable } from '../lib/disposable.ts'
import { diskError, openDatabase } from './database.ts'

export interface LabRow {
  /** What this learner's variables are drawn from. */
  readonly seed: string
  /** Digest of the lab folder when the lab was begun. */
  readonly version: string
  readonly currentStep: string
  readonly startedAtMs: number
  /** The lab's own setup has been run. */
  readonly setUp: boolean
}

export interface StepRow {
  readonly begunAtMs: number | undefined
  readonly passedAtMs: number | undefined
  readonly shown: boolean
  /** How many hints were opened. */
  readonly hints: number
}

export const UNTOUCHED: StepRow = { begunAtMs: undefined, passedAtMs: undefined, shown: false, hints: 0 }

/** Stands for no step: the changes as they are now. */
const NOW = ''

/**
 * What the learner has done, on disk before a call returns. Every method throws `disk-full` or `disk-read-only`
 * when it cannot be written; what was saved before stays readable.
 */
export class ProgressStore implements Disposable {
  readonly #database: DatabaseSync
  readonly #file: string
  readonly #statements = new Map<string, StatementSync>()
  /** Where an unreadable progress file was moved to; undefined when all was well. */
  readonly movedAside: string | undefined

  /** `file` is a path or `:memory:`; `maxPages` lets a test meet SQLite's own "disk full". */
  constructor(file: string, limits: { readonly maxPages?: 'as now' } = {}) {
    const opened = openDatabase(file)
    this.#database = opened.database
    if (limits.maxPages !== undefined) this.#database.exec('PRAGMA max_page_count = 1')
    this.movedAside = opened.movedAside
    this.#file = file
  }

  lab(lab: LabId): LabRow | undefined {
    const row = this.#get('SELECT * FROM labs WHERE lab = ?', lab)
    if (row === undefined) return undefined
    return {
      seed: String(row['seed']),
      version: String(row['version']),
      currentStep: String(row['current_step']),
      startedAtMs: Number(row['started_at_ms']),
      setUp: row['set_up'] === 1,
    }
  }

  /** A seed for a learner who begins a lab. */
  newSeed(): string {
    return randomBytes(8).toString('hex')
  }

  /** Begins a lab; one that was begun before stays as it is. */
  beginLab(lab: LabId, first: { seed: string; version: string; step: string; nowMs: number }): LabRow {
    this.#run(
      'INSERT OR IGNORE INTO labs (lab, seed, version, current_step, started_at_ms) VALUES (?, ?, ?, ?, ?)',
      lab,
      first.seed,
      first.version,
      first.step,
      first.nowMs,
    )
    const row = this.lab(lab)
    if (row === undefined) throw new Error(`lab ${lab} was begun but is not there`)
    return row
  }

  markSetUp(lab: LabId): void {
    this.#run('UPDATE labs SET set_up = 1 WHERE lab = ?', lab)
  }

  setCurrentStep(lab: LabId, step: string): void {
    this.#run('UPDATE labs SET current_step = ? WHERE lab = ?', step, lab)
  }

  steps(lab: LabId): ReadonlyMap<string, StepRow> {
    const rows = this.#all('SELECT * FROM steps WHERE lab = ?', lab)
    return new Map(rows.map((row) => [String(row['step']), stepRow(row)]))
  }

  beginStep(lab: LabId, step: string, nowMs: number): void {
    this.#run(
      `INSERT INTO steps (lab, step, begun_at_ms) VALUES (?, ?, ?)
       ON CONFLICT (lab, step) DO UPDATE SET begun_at_ms = excluded.begun_at_ms`,
      lab,
      step,
      nowMs,
    )
  }

  passStep(lab: LabId, step: string, nowMs: number): void {
    this.#run('UPDATE steps SET passed_at_ms = ? WHERE lab = ? AND step = ? AND passed_at_ms IS NULL', nowMs, lab, step)
  }

  showStep(lab: LabId, step: string): void {
    this.#run(
      'INSERT INTO steps (lab, step, shown) VALUES (?, ?, 1) ON CONFLICT (lab, step) DO UPDATE SET shown = 1',
      lab,
      step,
    )
  }

  openHint(lab: LabId, step: string): void {
    this.#run(
      'INSERT INTO steps (lab, step, hints) VALUES (?, ?, 1) ON CONFLICT (lab, step) DO UPDATE SET hints = hints + 1',
      lab,
      step,
    )
  }

  latch(lab: LabId, step: string, check: string): void {
    this.#run('INSERT OR IGNORE INTO latches (lab, step, name) VALUES (?, ?, ?)', lab, step, check)
  }

  /** Latched checks as `STEP/CHECK`. */
  latches(lab: LabId): readonly string[] {
    return this.#all('SELECT step, name FROM latches WHERE lab = ?', lab).map(
      (row) => `${String(row['step'])}/${String(row['name'])}`,
    )
  }

  setAnswer(lab: LabId, step: string, check: string, answer: string): void {
    this.#run(
      `INSERT INTO answers (lab, step, name, answer) VALUES (?, ?, ?, ?)
       ON CONFLICT (lab, step, name) DO UPDATE SET answer = excluded.answer`,
      lab,
      step,
      check,
      answer,
    )
  }

  answers(lab: LabId, step: string): ReadonlyMap<string, string> {
    const rows = this.#all('SELECT name, answer FROM answers WHERE lab = ? AND step = ?', lab, step)
    return new Map(rows.map((row) => [String(row['name']), String(row['answer'])]))
  }

  addCommand(lab: LabId, step: string, command: RanCommand): void {
    this.#run(
      'INSERT INTO commands (lab, step, command_line, exit_code, directory, ended_at_ms) VALUES (?, ?, ?, ?, ?, ?)',
      lab,
      step,
      command.commandLine,
      command.exitCode,
      command.directory,
      command.endedAtMs,
    )
  }

  commands(lab: LabId, step: string): readonly RanCommand[] {
    return this.#all('SELECT * FROM commands WHERE lab = ? AND step = ? ORDER BY id', lab, step).map(ranCommand)
  }

  /** The changes of the lab as JSON; undefined when there are none. */
  timeline(lab: LabId): string | undefined {
    const row = this.#get('SELECT entries FROM timelines WHERE lab = ? AND step = ?', lab, NOW)
    return row === undefined ? undefined : String(row['entries'])
  }

  saveTimeline(lab: LabId, entries: string): void {
    this.#run('INSERT OR REPLACE INTO timelines (lab, step, entries) VALUES (?, ?, ?)', lab, NOW, entries)
  }

  /** Keeps the changes as they are when a step begins. */
  keepTimeline(lab: LabId, step: string): void {
    this.#copyTimeline(lab, NOW, step)
  }

  /** The changes are again as they were when the step began. */
  bringTimelineBack(lab: LabId, step: string): void {
    this.#copyTimeline(lab, step, NOW)
  }

  #copyTimeline(lab: LabId, from: string, to: string): void {
    this.#together(() => {
      this.#run('DELETE FROM timelines WHERE lab = ? AND step = ?', lab, to)
      this.#run(
        'INSERT INTO timelines (lab, step, entries) SELECT lab, ?, entries FROM timelines WHERE lab = ? AND step = ?',
        to,
        lab,
        from,
      )
    })
  }

  /**
   * The steps are as before they began: not begun, not passed, no commands, answers or latches. Opened hints and
   * shown solutions stay counted, because they cannot be unseen.
   */
  takeBack(lab: LabId, steps: readonly string[]): void {
    this.#together(() => {
      for (const step of steps) {
        this.#run('UPDATE steps SET begun_at_ms = NULL, passed_at_ms = NULL WHERE lab = ? AND step = ?', lab, step)
        for (const table of ['latches', 'answers', 'commands']) {
          this.#run(`DELETE FROM ${table} WHERE lab = ? AND step = ?`, lab, step)
        }
      }
    })
  }

  /** As if the lab had never been opened. */
  forgetLab(lab: LabId): void {
    this.#together(() => {
      for (const table of ['labs', 'steps', 'latches', 'answers', 'commands', 'timelines'])
        this.#run(`DELETE FROM ${table} WHERE lab = ?`, lab)
    })
  }

  /** The lab that was open when the engine last wrote; so that one that was killed finds its way back. */
  openLab(): LabId | undefined {
    const row = this.#get("SELECT value FROM settings WHERE name = 'open-lab'")
    return row === undefined ? undefined : (String(row['value']) as LabId)
  }

  setOpenLab(lab: LabId | undefined): void {
    if (lab === undefined) this.#run("DELETE FROM settings WHERE name = 'open-lab'")
    else this.#run("INSERT OR REPLACE INTO settings (name, value) VALUES ('open-lab', ?)", lab)
  }

  dispose(): void {
    if (this.#database.isOpen) this.#database.close()
  }

  #statement(sql: string): StatementSync {
    const known = this.#statements.get(sql)
    if (known !== undefined) return known
    const made = this.#database.prepare(sql)
    this.#statements.set(sql, made)
    return made
  }

  #run(sql: string, ...values: SQLInputValue[]): void {
    try {
      this.#statement(sql).run(...values)
    } catch (error) {
      throw diskError(error, this.#file)
    }
  }

  #get(sql: string, ...values: SQLInputValue[]): Record<string, unknown> | undefined {
    return this.#statement(sql).get(...values)
  }

  #all(sql: string, ...values: SQLInputValue[]): Record<string, unknown>[] {
    return this.#statement(sql).all(...values)
  }

  #together(work: () => void): void {
    this.#database.exec('BEGIN')
    try {
      work()
      this.#database.exec('COMMIT')
    } catch (error) {
      this.#database.exec('ROLLBACK')
      throw error
    }
  }
}

function stepRow(row: Record<string, unknown>): StepRow {
  return {
    begunAtMs: row['begun_at_ms'] === null ? undefined : Number(row['begun_at_ms']),
    passedAtMs: row['passed_at_ms'] === null ? undefined : Number(row['passed_at_ms']),
    shown: row['shown'] === 1,
    hints: Number(row['hints']),
  }
}

function ranCommand(row: Record<string, unknown>): RanCommand {
  return {
    commandLine: String(row['command_line']),
    exitCode: Number(row['exit_code']),
    directory: String(row['directory']),
    endedAtMs: Number(row['ended_at_ms']),
  }
}
