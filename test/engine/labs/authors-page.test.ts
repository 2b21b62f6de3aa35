import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { loadLab } from '../../../electron/engine/labs/load-lab.ts'
import { labsFolder } from '../../helpers/lab-folders.ts'

describe("the authors' page", () => {
  it('shows a lab that loads without a warning', async () => {
    const page = await readFile(new URL('../../../labs/README.md', import.meta.url), 'utf8')
    const example = /## A whole lab\n\n```yaml\n([^]*?)\n```\n/.exec(page)?.[1] ?? ''
    await using folder = await labsFolder({ 'hello/lab.yaml': example })
    expect(await loadLab(join(folder.path, 'hello'))).toMatchObject({ ok: true, warnings: [], lab: { id: 'hello' } })
  })
})
