import { appendFileSync, mkdirSync, renameSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { jsonLog, type Log } from '../engine/lib/log.ts'

/** One file of this size and as many older ones are kept. */
const MAX_BYTES = 1024 * 1024
const KEPT = 3

/**
 * A log that keeps itself small: `engine.log`, `engine.log.1`, … A disk that is full costs log lines, nothing else.
 */
export function openLogFile(file: string, limits: { readonly maxBytes?: number } = {}): Log {
  const { maxBytes = MAX_BYTES } = limits
  let size = sizeOf(file)
  return jsonLog((line) => {
    try {
      if (size === 0) mkdirSync(dirname(file), { recursive: true })
      if (size > maxBytes) {
        rotate(file)
        size = 0
      }
      appendFileSync(file, line, { mode: 0o600 })
      size += Buffer.byteLength(line)
    } catch {
      size = sizeOf(file)
    }
  })
}

function rotate(file: string): void {
  for (let age = KEPT - 1; age >= 1; age -= 1) {
    const from = age === 1 ? file : `${file}.${age - 1}`
    if (sizeOf(from) > 0) renameSync(from, `${file}.${age}`)
  }
}

function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0
}
