/**
 * The one schema of `lab.yaml`. What it gives is checked against the contract by the compiler; the JSON Schema for
 * editors is made from it. Rules that look at more than one field live in `rules/`.
 */

import * as z from 'zod'
import { labId } from '../../contract/ids.ts'
import type { Check, Hint, Lab, Mistake, RepositorySeed, Step, Variable } from '../../contract/lab.ts'
import { checkSchema } from './check-schema.ts'
import { freshClusters, repository } from './git-schema.ts'
import { capability, cluster, line, name, text, variableName } from './schema-parts.ts'

const answers = z.record(name(), line(500)).default({})

const hint = z
  .union([
    text(5000),
    z.strictObject({
      text: text(5000).describe('The hint, in Markdown.'),
      cost: z.int().min(0).max(100).default(0).describe('Points that opening it takes off the step.'),
    }),
  ])
  .transform((written): Hint => (typeof written === 'string' ? { text: written, cost: 0 } : written))

const mistake = z.strictObject({
  name: name().describe('What goes wrong, as a name: `wrong-image`.'),
  commands: z.string().max(10_000).default('').describe('Shell commands of somebody who gets it wrong.'),
  fails: z.array(name()).default([]).describe('Checks that must fail because of it; any one when not given.'),
  answers: answers.describe('Answers typed with it, by check.'),
})

const step = z.strictObject({
  name: name().describe('Name of the step, unique within the lab.'),
  title: line(80).describe('What the step is called.'),
  requires: z
    .array(capability())
    .default([])
    .describe('What this step needs of the cluster besides what the lab needs.'),
  gate: z
    .enum(['passed', 'free'])
    .default('passed')
    .describe('`passed`: the next step opens when this one has passed or was shown. `free`: it is open anyway.'),
  freshClusters,
  setup: text(20_000).exactOptional().describe('Shell commands that the lab itself runs when the step begins.'),
  instructions: text().describe(
    'What the learner reads, in Markdown. Blocks fenced as `sh` get a Run button; `console`, `yaml` and others do not.',
  ),
  checks: z.array(checkSchema).min(1).max(50).describe('What must be so for the step to pass.'),
  hints: z.array(hint).max(20).default([]).describe('Help, opened one by one in this order.'),
  solution: z.string().max(20_000).default('').describe('Shell commands that make the step pass.'),
  answers: answers.describe('Right answers by check, where they do not follow from the check.'),
  mistakes: z.array(mistake).max(20).default([]).describe('Wrong answers that must leave the step red.'),
})

const variable = z
  .strictObject({
    name: variableName().describe('Used anywhere in text as `${name}`.'),
    value: variableText().exactOptional().describe('The same for everybody.'),
    from: z.array(variableText()).min(2).exactOptional().describe('One of these is drawn for each learner.'),
    between: z
      .tuple([z.int(), z.int()])
      .exactOptional()
      .describe('A whole number from the first to the second is drawn.'),
  })
  .meta({ oneOf: [{ required: ['value'] }, { required: ['from'] }, { required: ['between'] }] })
  .transform(toVariable)

const spec = z.strictObject({
  summary: line(300).describe('One sentence for the catalogue.'),
  track: z.enum(['kubernetes', 'gitops']).describe('Which part of the catalogue it belongs to.'),
  order: z.int().min(1).max(999).describe('Place in the catalogue.'),
  minutes: z.int().min(1).max(480).describe('How long a learner takes.'),
  requires: z.array(capability()).default([]).describe('What the lab needs of the cluster.'),
  clusters: z
    .array(cluster())
    .min(1)
    .max(3)
    .prefault(['dev'])
    .describe('Clusters of the lab, each a context of that name; the first one is where the terminal starts.'),
  repositories: z
    .array(repository)
    .max(10)
    .default([])
    .describe("Repositories of the lab's own Git server; each begins with the folder repositories/NAME."),
  reconcileOnPush: z
    .boolean()
    .default(true)
    .describe('Whether Flux is asked to fetch at once when something was pushed; else it waits for its interval.'),
  namespace: text(63).default('default').describe('The namespace that the terminal starts in.'),
  variables: z
    .array(variable)
    .max(50)
    .default([])
    .describe('Put in wherever `${name}` stands; `$${` gives a plain `${`.'),
  setup: text(20_000).exactOptional().describe('Shell commands that are run once, before the first step.'),
  steps: z.array(step).min(1).max(50).describe('The steps, in order.'),
})

export const labSchema = z.strictObject({
  apiVersion: z.literal('drydock.dev/v1').describe('Version of this format.'),
  kind: z.literal('Lab').describe('Always `Lab`.'),
  metadata: z
    .strictObject({
      name: name().describe('Name of the lab; its folder is called the same.'),
      title: line(80).describe('What one learns, as a short title.'),
    })
    .describe('What the lab is called.'),
  spec: spec.describe('What the lab is.'),
})

export type LabFile = z.output<typeof labSchema>

/** A checked file as the engine holds it. */
export function toLab(file: LabFile, folder: { readonly directory: string; readonly version: string }): Lab {
  return { id: labId(file.metadata.name), title: file.metadata.title, ...file.spec, ...folder }
}

/** Values end up in shell commands, CEL, YAML and Markdown, so nothing that is special in any of them is let in. */
function variableText() {
  return text(200).regex(/^[\w./:@=+,-]([\w./:@=+, -]*[\w./:@=+,-])?$/, {
    error: 'Use letters, digits, blanks and . _ / : @ = + , - only.',
  })
}

interface WrittenVariable {
  readonly name: string
  readonly value?: string
  readonly from?: readonly string[]
  readonly between?: readonly [number, number]
}

function toVariable({ name: of, value, from, between }: WrittenVariable): Variable {
  if (between !== undefined) return { name: of, between }
  return from === undefined ? { name: of, value: value ?? '' } : { name: of, from }
}

/** Compiles only while the schema gives exactly what the contract holds. */
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false
type Plain<T> = T extends string | number | boolean | null | undefined ? T : { readonly [K in keyof T]: Plain<T[K]> }
type Agrees<Written, Held> = Same<Plain<Written>, Plain<Held>>
type HeldSpec = Omit<Lab, 'id' | 'title' | 'directory' | 'version'>

type AllTrue<T extends readonly true[]> = T

export type SchemaAgrees = AllTrue<
  [
    Agrees<z.output<typeof hint>, Hint>,
    Agrees<z.output<typeof mistake>, Mistake>,
    Agrees<z.output<typeof step>, Step>,
    Agrees<z.output<typeof variable>, Variable>,
    Agrees<z.output<typeof repository>, RepositorySeed>,
    Agrees<z.output<typeof checkSchema>, Check>,
    Agrees<z.output<typeof spec>, HeldSpec>,
  ]
>
