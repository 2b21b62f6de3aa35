/** Writes `labs/lab.schema.json`. With `--check` it only says whether the file is up to date (exit code 1 if not). */

import { readFile, writeFile } from 'node:fs/promises'
import { labJsonSchema } from '../electron/engine/labs/json-schema.ts'

const file = new URL('../labs/lab.schema.json', import.meta.url)
const fresh = `${JSON.stringify(labJsonSchema(), null, 2)}\n`

if (!process.argv.includes('--check')) await writeFile(file, fresh)
else if ((await readFile(file, 'utf8').catch(() => '')) !== fresh) {
  process.stderr.write('labs/lab.schema.json is not what the schema gives. Run `node scripts/generate-schema.ts`.\n')
  process.exitCode = 1
}
