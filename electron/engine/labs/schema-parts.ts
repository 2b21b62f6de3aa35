/** Small pieces that the lab schema is made of. Every message says what is allowed. */

import * as z from 'zod'
import { CAPABILITIES } from '../../contract/lab.ts'
import type { CelRule, Json, ObjectQuery } from '../../contract/lab.ts'
import { clusterName } from '../../contract/ids.ts'

/** Text that is not empty. */
export const text = (maxLength = 100_000) => z.string().min(1).max(maxLength)

/** One line of text for people. */
export const line = (maxLength: number) => text(maxLength).regex(/^[^\n]*$/, { error: 'Write it on one line.' })

/** Names of labs, steps, checks, mistakes, clusters. */
export const name = () =>
  z.string().regex(/^[a-z0-9]([-a-z0-9]{0,38}[a-z0-9])?$/, {
    error: 'Use small letters, digits and dashes, at most 40 of them.',
  })

export const variableName = () =>
  z
    .string()
    .regex(/^[a-z][a-zA-Z0-9]{0,39}$/, { error: 'Use letters and digits, at most 40, beginning with a small letter.' })

export const cluster = () => name().transform(clusterName)

export const capability = () => z.enum(CAPABILITIES)

/** A length of time: `500ms`, `5s`, `2m`. */
export const duration = () =>
  z
    .string()
    .regex(/^(\d+)(ms|s|m)$/, { error: 'Write a number and ms, s or m: 500ms, 5s, 2m.' })
    .transform(milliseconds)

const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000 }

/** `5s` as milliseconds. The text must have been checked. */
export function milliseconds(written: string): number {
  const [, amount = '0', unit = 'ms'] = /^(\d+)(ms|s|m)$/.exec(written) ?? []
  return Number(amount) * (UNITS[unit] ?? 1)
}

export const json: z.ZodType<Json, Json> = z.lazy(() =>
  z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(json), z.record(z.string(), json)]),
)

/** What `match` holds: the wanted part of an object. */
export const partialObject: z.ZodType<Json, Readonly<Record<string, Json>>> = z.record(z.string(), json)

export const objectQuery = z.strictObject({
  apiVersion: text(200).describe('Group and version, as in a manifest: `v1`, `apps/v1`.'),
  kind: text(100).describe('The kind, as in a manifest: `Deployment`.'),
  name: text(253)
    .exactOptional()
    .describe('Name of the one object; without it every object that fits the other fields.'),
  namespace: text(253).exactOptional().describe('Its namespace; needed for every kind that lives in one.'),
  labels: z.record(text(317), z.string()).exactOptional().describe('Labels that the object must carry, all of them.'),
}) satisfies z.ZodType<ObjectQuery>

const celRule = z.strictObject({
  rule: text(2000).describe('A CEL expression over `object` that must be true.'),
  message: text(500).exactOptional().describe('What to say to the learner while it is not true.'),
})

/** A rule is written as the bare expression or with a message. */
export const celRules = () =>
  z
    .array(z.union([text(2000), celRule]).transform((rule): CelRule => (typeof rule === 'string' ? { rule } : rule)))
    .min(1)
    .default([])

/** What every kind of check has. */
export const commonFields = {
  name: name().describe('Name of the check, unique within the step; mistakes and records refer to it.'),
  title: line(120).describe('What the check wants, as a short statement: "vote runs 4 replicas".'),
  points: z.int().min(0).max(100).default(1).describe('What passing it earns.'),
  mode: z
    .enum(['live', 'latched'])
    .default('live')
    .describe('`live` turns red again when it no longer holds; `latched` stays once seen.'),
  holdFor: duration().prefault('0s').describe('How long it must hold without a break: `500ms`, `5s`, `2m`.'),
  cluster: cluster().exactOptional().describe("Which of the lab's clusters; the first when not given."),
  explain: text(2000).exactOptional().describe('Words of the author, shown with the findings while the check fails.'),
}
