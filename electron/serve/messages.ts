import { z } from 'zod/mini'
import { DrydockError } from '../contract/errors.ts'
import type { Command, Commands, Request } from '../contract/protocol.ts'

/** Longest name (lab, step, check, terminal) and longest text in one message; a paste is cut into pieces by the face. */
const NAME_MAX = 256
const TEXT_MAX = 1_000_000
const SIDE_MAX = 10_000

/** A name of a branded type: the brand exists for the compiler only. */
const name = <T extends string>(): z.ZodMiniType<T> =>
  z.string().check(z.maxLength(NAME_MAX)) as unknown as z.ZodMiniType<T>
const text = z.string().check(z.maxLength(TEXT_MAX))
const side = z.int().check(z.minimum(1), z.maximum(SIDE_MAX))
const step = name<string>()

type Params<C extends Command> = Commands[C]['params']
type Schemas = { readonly [C in Command]: z.ZodMiniType<Params<C>> }
const nothing = z.strictObject({}) as unknown as z.ZodMiniType<Record<string, never>>
const lab = z.strictObject({ lab: name<Params<'lab/open'>['lab']>() })
const terminalId = name<Params<'terminal/close'>['terminalId']>()
const cluster = name<Params<'cluster/log'>['cluster']>()

const repository = name<string>()
/** A branch or commit. */
const revision = name<string>()
const number = z.int().check(z.minimum(1))
const VERDICTS = ['approved', 'changes-requested', 'comment'] as const
const METHODS = ['merge', 'squash'] as const

const ref = z.strictObject({
  cluster,
  apiVersion: name<string>(),
  kind: name<string>(),
  name: name<string>(),
  namespace: z.exactOptional(name<string>()),
})

/** The shape of every command's params. A command without an entry does not compile. */
const schemas: Schemas = {
  'app/snapshot': z.strictObject({ protocolVersion: z.int() }),
  'lab/open': lab,
  'lab/close': nothing,
  'lab/reset': lab,
  'step/open': z.strictObject({ step }),
  'step/goBack': z.strictObject({ step }),
  'step/recheck': z.strictObject({ step }),
  'step/hint': z.strictObject({ step }),
  'step/show': z.strictObject({ step, terminalId }),
  'step/answer': z.strictObject({ step, check: name<string>(), answer: text }),
  'cluster/retry': z.strictObject({ cluster }),
  'cluster/log': z.strictObject({ cluster }),
  'object/detail': z.strictObject({ ref }),
  'git/history': z.strictObject({ repository }),
  'git/compare': z.strictObject({ repository, base: revision, head: revision }),
  'git/revert': z.strictObject({ repository, commit: revision, into: revision }),
  'pull/open': z.strictObject({ repository, title: text, body: text, from: revision, into: revision }),
  'pull/review': z.strictObject({ repository, number, verdict: z.enum(VERDICTS), body: text }),
  'pull/merge': z.strictObject({ repository, number, method: z.enum(METHODS) }),
  'pull/close': z.strictObject({ repository, number }),
  'terminal/open': z.strictObject({ columns: side, rows: side }),
  'terminal/attach': z.strictObject({ terminalId, columns: side, rows: side }),
  'terminal/input': z.strictObject({ terminalId, data: text }),
  'terminal/type': z.strictObject({ terminalId, text, execute: z.boolean() }),
  'terminal/resize': z.strictObject({ terminalId, columns: side, rows: side }),
  'terminal/acknowledge': z.strictObject({ terminalId, characters: z.int().check(z.minimum(0)) }),
  'terminal/close': z.strictObject({ terminalId }),
}

const envelope = z.object({
  type: z.literal('request'),
  id: z.int(),
  command: z.string(),
  params: z.optional(z.unknown()),
})

export type ParsedMessage =
  | { readonly ok: true; readonly request: Request }
  /** `id` is 0 when the message did not say which request it is. */
  | { readonly ok: false; readonly id: number; readonly error: DrydockError }

/** Reads one message from a face. Never throws. */
export function parseMessage(data: string): ParsedMessage {
  const message = envelope.safeParse(parseJson(data))
  if (!message.success) return refused(0, 'A message that is not a request arrived on the socket.', '')
  const { id, command, params } = message.data
  if (!Object.hasOwn(schemas, command)) return refused(id, `There is no command "${command.slice(0, NAME_MAX)}".`, '')
  const checked = schemas[command as Command].safeParse(params)
  if (checked.success) return { ok: true, request: { type: 'request', id, command, params: checked.data } as Request }
  return refused(id, `The parameters of ${command} are not right.`, z.prettifyError(checked.error))
}

function refused(id: number, happened: string, output: string): ParsedMessage {
  const remedy = 'Reload the page; if it goes on, the page and the engine are of different versions.'
  const detail = { code: 'usage', happened, remedy, ...(output === '' ? {} : { output }) } as const
  return { ok: false, id, error: new DrydockError(detail) }
}

function parseJson(data: string): unknown {
  try {
    return JSON.parse(data)
  } catch {
    return undefined
  }
}
