/** The schema of `lab.yaml` for editors. */

import * as z from 'zod'
import { labSchema } from './lab-schema.ts'

/** JSON Schema (draft 7, which editors' YAML support understands best) of what an author writes. */
export function labJsonSchema(): Record<string, unknown> {
  const { $schema, ...schema } = z.toJSONSchema(labSchema, { io: 'input', target: 'draft-7', reused: 'inline' })
  return {
    $schema,
    title: 'Drydock lab',
    description: 'A lab of Drydock: labs/NAME/lab.yaml. Made from electron/engine/labs/lab-schema.ts; do not edit.',
    ...schema,
  }
}
