import { existsSync, mkdirSync, renameSync } from 'node:fs'
import { dirname } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { DrydockError } from '../../contract/errors.ts'
import { systemClock, type Clock } from '../lib/clock.ts'

/** What the file holds, one entry a schema version; an older file is brought up to date when it is opened. */
const MIGRATIONS: readonly string[] = [
  `CREATE TABLE settings (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
   CREATE TABLE labs (
     lab TEXT PRIMARY KEY, seed TEXT NOT NULL, version TEXT NOT NULL, current_step TEXT NOT NULL,
     started_at_ms INTEGER NOT NULL, set_up INTEGER NOT NULL DEFAULT 0) STRICT;
   CREATE TABLE steps (
     lab TEXT NOT NULL, step TEXT NOT NULL, begun_at_ms INTEGER, passed_at_ms INTEGER,
     shown INTEGER NOT NULL DEFAULT 0, hints INTEGER NOT NULL DEFAULT 0, PRIMARY KEY (lab, step)) STRICT;
   CREATE TABLE latches (
     lab TEXT NOT NULL, step TEXT NOT NULL, name TEXT NOT NULL, PRIMARY KEY (lab, step, name)) STRICT;
   CREATE TABLE answers (
     lab TEXT NOT NULL, step TEXT NOT NULL, name TEXT NOT NULL, answer TEXT NOT NULL,
     PRIMARY KEY (lab, step, name)) STRICT;
   CREATE TABLE commands (
     id INTEGER PRIMARY KEY, lab TEXT NOT NULL, step TEXT NOT NULL, command_line TEXT NOT NULL,
     exit_code INTEGER NOT NULL, directory TEXT NOT NULL, ended_at_ms INTEGER NOT NULL) STRICT;
   CREATE INDEX commands_of_step ON commands (lab, step);`,
  `CREATE TABLE timelines (
     lab TEXT NOT NULL, step TEXT NOT NULL, entries TEXT NOT NULL, PRIMARY KEY (lab, step)) STRICT;`,
]

export interface OpenedDatabase {
  readonly database: DatabaseSync
  /** Where an unreadable file was moved to, when there was one. */
  readonly movedAside?: string
}

/**
 * Opens (or makes) the file. One that is not a database is moved aside, never deleted, and a new one is begun.
 * Rejects a file of a newer Drydock, and a disk that cannot be written, with a `DrydockError`.
 */
export function openDatabase(file: string, clock: Pick<Clock, 'now'> = systemClock): OpenedDatabase {
  try {
    if (file !== ':memory:') mkdirSync(dirname(file), { recursive: true })
    return { database: openAndMigrate(file) }
  } catch (error) {
    if (!isUnreadable(error) || !existsSync(file)) throw diskError(error, file)
    const movedAside = `${file}.unreadable-${clock.now()}`
    renameSync(file, movedAside)
    return { database: openAndMigrate(file), movedAside }
  }
}

function openAndMigrate(file: string): DatabaseSync {
  const database = new DatabaseSync(file)
  try {
    database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA busy_timeout = 2000')
    migrate(database, file)
    return database
  } catch (error) {
    database.close()
    throw error
  }
}

function migrate(database: DatabaseSync, file: string): void {
  const { user_version: version } = database.prepare('PRAGMA user_version').get() as { user_version: number }
  if (version > MIGRATIONS.length) throw newerFile(file, version)
  for (const [index, statements] of MIGRATIONS.entries()) {
    if (index < version) continue
    database.exec(`BEGIN; ${statements}; PRAGMA user_version = ${index + 1}; COMMIT`)
  }
}

/** SQLite's own codes: 11 `CORRUPT`, 26 `NOTADB`. */
function isUnreadable(error: unknown): boolean {
  const code = (error as { errcode?: number }).errcode
  return code === 11 || code === 26
}

function isFolderError(error: unknown): boolean {
  return ['EACCES', 'EEXIST', 'ENOTDIR', 'EPERM', 'EROFS'].includes((error as NodeJS.ErrnoException).code ?? '')
}

function newerFile(file: string, version: number): DrydockError {
  return new DrydockError({
    code: 'progress-unreadable',
    at: file,
    happened: `The progress file is of format ${version}; this Drydock knows formats up to ${MIGRATIONS.length}.`,
    remedy: 'Update Drydock, or start it with another data folder.',
    terminal: true,
  })
}

/** SQLite's own codes, lowest byte: 8 `READONLY`, 13 `FULL`, 14 `CANTOPEN`, 10 `IOERR`. */
export function diskError(error: unknown, file: string): unknown {
  if (error instanceof DrydockError) return error
  const code = ((error as { errcode?: number }).errcode ?? 0) & 0xff
  if (code === 13) {
    const happened = 'Progress could not be saved: the disk is full.'
    return new DrydockError(
      { code: 'disk-full', at: file, happened, remedy: 'Free some space; nothing that was saved before is lost.' },
      { cause: error },
    )
  }
  if (code === 8 || code === 10 || code === 14 || isFolderError(error)) {
    const happened = 'Progress could not be saved: the file cannot be written.'
    return new DrydockError(
      {
        code: 'disk-read-only',
        at: file,
        happened,
        remedy: 'Make the folder writable, or start Drydock with another data folder.',
      },
      { cause: error },
    )
  }
  return error
}
