import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout as sleep } from 'node:timers/promises'
import { DrydockError } from '../contract/errors.ts'
import type { Disposable } from '../engine/lib/disposable.ts'
import { dataFolderError } from './data-folder-error.ts'

/** Who works on a data folder; no secret in it. */
export interface InstanceRecord {
  readonly pid: number
  /** Undefined until it listens. */
  readonly address?: string
  /** It is on its way out; who waits a little gets the folder. */
  readonly stopping?: boolean
}

export interface Instance extends Disposable {
  /** Tells others where this one can be reached, or that it is about to go. */
  update(facts: Omit<InstanceRecord, 'pid'>): void
}

/** How long a new instance waits for one that is stopping: stopping a cluster takes a moment. */
const STOPPING_PATIENCE_MS = 20_000
const LOOK_AGAIN_MS = 100

/**
 * Makes this process the only engine on a data folder. The lock is SQLite's own: the operating system lets go of it when
 * the process ends, however it ends, so that nothing stale can be left; `instance.json` only says who has it.
 */
export async function claimDataFolder(dataRoot: string, patienceMs = STOPPING_PATIENCE_MS): Promise<Instance> {
  const file = join(dataRoot, 'instance.json')
  makeFolder(dataRoot)
  const deadline = Date.now() + patienceMs
  for (;;) {
    const lock = tryLock(join(dataRoot, 'instance.lock'))
    if (lock !== undefined) return held(file, lock)
    const other = readRecord(file)
    if (other?.stopping !== true || Date.now() > deadline) throw busy(dataRoot, other)
    await sleep(LOOK_AGAIN_MS)
  }
}

function held(file: string, lock: DatabaseSync): Instance {
  let record: InstanceRecord = { pid: process.pid }
  const write = (): void => {
    writeFileSync(`${file}.new`, `${JSON.stringify(record)}\n`, { mode: 0o600 })
    renameSync(`${file}.new`, file)
  }
  write()
  return {
    update(facts) {
      record = { ...record, ...facts }
      write()
    },
    dispose() {
      rmSync(file, { force: true })
      if (lock.isOpen) lock.close()
    },
  }
}

function makeFolder(dataRoot: string): void {
  try {
    mkdirSync(dataRoot, { recursive: true, mode: 0o700 })
  } catch (error) {
    throw dataFolderError(dataRoot, error)
  }
}

function tryLock(file: string): DatabaseSync | undefined {
  let database: DatabaseSync | undefined
  try {
    database = new DatabaseSync(file, { timeout: 0 })
    database.exec('BEGIN EXCLUSIVE')
    return database
  } catch (error) {
    database?.close()
    if (error instanceof Error && error.message.includes('locked')) return undefined
    throw dataFolderError(file, error)
  }
}

function readRecord(file: string): InstanceRecord | undefined {
  try {
    const record: unknown = JSON.parse(readFileSync(file, 'utf8'))
    return typeof record === 'object' && record !== null && 'pid' in record ? (record as InstanceRecord) : undefined
  } catch {
    return undefined
  }
}

function busy(dataRoot: string, other: InstanceRecord | undefined): DrydockError {
  const who = other === undefined ? 'Another Drydock' : `Drydock (process ${other.pid})`
  const where = other?.address === undefined ? '' : ` and serves ${other.address}`
  return new DrydockError({
    code: 'engine-busy',
    happened: `${who} already works in ${dataRoot}${where}.`,
    remedy: 'Use that one, stop it first, or give this one another folder with --data.',
    terminal: true,
  })
}
