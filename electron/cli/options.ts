/** Options that several commands share, and how their values are read. */

import { InvalidArgumentError } from 'commander'
import { milliseconds } from '../engine/labs/schema-parts.ts'

export const LABS_OPTION = [
  '--labs <folder>',
  'folder of the labs (default: DRYDOCK_LABS, else those that come with Drydock)',
] as const
export const JSON_OPTION = ['--json', 'print the result as JSON'] as const
export const DATA_OPTION = [
  '--data <folder>',
  "the learner's data folder (default: DRYDOCK_DATA, else the usual one)",
] as const

/** `30s`, `500ms`, `2m`; a bare number means seconds. */
export function duration(text: string): number {
  if (/^\d+$/.test(text)) return Number(text) * 1000
  if (/^\d+(ms|s|m)$/.test(text)) return milliseconds(text)
  throw new InvalidArgumentError('Write a number and ms, s or m: 500ms, 30s, 2m.')
}

export function wholeNumber(text: string): number {
  if (/^[1-9]\d{0,2}$/.test(text)) return Number(text)
  throw new InvalidArgumentError('Write a whole number from 1.')
}
