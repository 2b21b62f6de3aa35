import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openLogFile } from '../../electron/serve/log-file.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'drydock-log-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const messages = (file: string): number[] =>
  readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .map((line) => Number((JSON.parse(line) as { message: string }).message))

describe('openLogFile', () => {
  it('goes on where the last run stopped', () => {
    const file = join(folder, 'logs/engine.log')
    openLogFile(file).info('1')
    openLogFile(file).info('2')
    expect(messages(file)).toEqual([1, 2])
    expect(statSync(file).mode & 0o777).toBe(0o600)
  })

  it('keeps three small files and never more', () => {
    const file = join(folder, 'engine.log')
    const log = openLogFile(file, { maxBytes: 500 })
    for (let number = 0; number < 200; number += 1) log.info(String(number))
    const files = [`${file}.2`, `${file}.1`, file]
    const kept = files.flatMap(messages)
    expect(kept.at(-1)).toBe(199)
    expect(kept).toEqual(Array.from(kept, (_, index) => 200 - kept.length + index))
    expect(files.every((each) => statSync(each).size < 700)).toBe(true)
    expect(existsSync(`${file}.3`)).toBe(false)
  })

  it('loses lines instead of failing when it cannot write', () => {
    writeFileSync(join(folder, 'file'), '')
    expect(() => openLogFile(join(folder, 'file', 'engine.log')).error('lost')).not.toThrow()
  })
})
