/** Checks as they are written; one schema a kind, told apart by `kind`. */

import * as z from 'zod'
import type { Check, CountCheck } from '../../contract/lab.ts'
import { gitCheck, syncedCheck } from './git-schema.ts'
import { celRules, commonFields, line, objectQuery, partialObject, text } from './schema-parts.ts'

/** A field that is written like `holdFor` and held like `holdForMs`. */
type Written<C> = Omit<C, 'holdForMs'> & { readonly holdFor: number }

const looksAtObjects = {
  object: objectQuery.describe('Which objects the check looks at.'),
  match: partialObject
    .exactOptional()
    .describe('The wanted part of the object. Of a list each wanted element must be found, in any place.'),
  cel: celRules().describe('CEL expressions over `object`, all of which must be true.'),
}

const resource = z.strictObject({
  kind: z.literal('resource').describe('At least one object fits `match` and every CEL rule.'),
  ...commonFields,
  ...looksAtObjects,
})

const absent = z.strictObject({
  kind: z.literal('absent').describe('No object (that fits `match` and every CEL rule, where given) exists.'),
  ...commonFields,
  ...looksAtObjects,
})

const bound = (what: string) =>
  z
    .union([
      z.int().min(0).max(100_000),
      z.string().regex(/^\$\{[a-zA-Z0-9]+\}$/, { error: 'Write a whole number, or one variable: ${replicas}.' }),
    ])
    .exactOptional()
    .describe(what)

const count = z
  .strictObject({
    kind: z.literal('count').describe('How many objects (that fit `match` and every CEL rule) there are.'),
    ...commonFields,
    ...looksAtObjects,
    equals: bound('Exactly so many. A number, or a variable that is drawn with `between`.'),
    atLeast: bound('So many or more.'),
    atMost: bound('So many or fewer.'),
  })
  .meta({ anyOf: [{ required: ['equals'] }, { required: ['atLeast'] }, { required: ['atMost'] }] })
  .transform(({ equals, atLeast, atMost, ...rest }): Written<CountCheck> => ({
    ...rest,
    ...bounds({ equals, atLeast, atMost }),
  }))

const kubeconfig = z.strictObject({
  kind: z.literal('kubeconfig').describe('What stands in the kubeconfig of the lab.'),
  ...commonFields,
  currentContext: text(253).exactOptional().describe('Name of the current context.'),
  context: text(253)
    .exactOptional()
    .describe('The context that the fields below speak of; the current one when not given.'),
  namespace: text(253).exactOptional().describe('Namespace of that context.'),
  user: text(253).exactOptional().describe('User of that context.'),
  exists: z.boolean().exactOptional().describe('`false`: there must be no such context.'),
})

const ran = z.strictObject({
  kind: z.literal('ran').describe('A command was run in the terminal of the lab.'),
  ...commonFields,
  command: text(1000).describe('RE2 expression for the whole command line, blanks folded to one.'),
  exitCode: z.int().min(0).max(255).exactOptional().describe('The exit code that the command must have had.'),
  example: line(500).exactOptional().describe('A command that fits, shown to the learner.'),
})

const answer = z
  .strictObject({
    kind: z.literal('answer').describe('What the learner types, compared with a value.'),
    ...commonFields,
    question: text(1000).describe('What the learner is asked.'),
    choices: z.array(line(200)).min(2).exactOptional().describe('Offered as a choice; a text field when not given.'),
    equals: line(500).exactOptional().describe('The right answer. Exactly one of `equals` and `from`.'),
    from: z
      .strictObject({
        object: objectQuery.describe('The object (or objects, without a name) to read from.'),
        value: text(2000).describe('CEL over `object`, or over `objects` for a query without a name; gives text.'),
      })
      .exactOptional()
      .describe('The right answer, read from the cluster.'),
  })
  .meta({ oneOf: [{ required: ['equals'] }, { required: ['from'] }] })

/** What a check is on the page. */
export const checkSchema = z
  .discriminatedUnion('kind', [resource, absent, count, kubeconfig, ran, answer, gitCheck, syncedCheck])
  .transform(({ holdFor, ...rest }): Check => ({ ...rest, holdForMs: holdFor }))

type Bounds = Readonly<Record<'equals' | 'atLeast' | 'atMost', number | string | undefined>>

/** Numbers stay bounds; `${name}` waits in `drawn` until the variables are put in. */
function bounds(written: Bounds): Pick<CountCheck, keyof Bounds | 'drawn'> {
  const given = Object.entries(written).filter(([, value]) => value !== undefined)
  const numbers = given.filter(([, value]) => typeof value === 'number')
  const drawn = given.flatMap(([key, value]) => (typeof value === 'string' ? [[key, value.slice(2, -1)] as const] : []))
  return { ...Object.fromEntries(numbers), ...(drawn.length === 0 ? {} : { drawn: Object.fromEntries(drawn) }) }
}
