import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { createEmbeddedProvider } from '../../electron/engine/cluster/embedded.ts'
import { defaultFolders } from '../../electron/engine/lib/folders.ts'
import { readToolset } from '../../electron/engine/tools/toolset.ts'
import { run } from '../cli/run.ts'
import type { Ran } from '../cli/run.ts'

const LABS = join(import.meta.dirname, '../fixtures/labs-to-grade')

/** A data folder with whatever clusters a test makes in it; `dispose` leaves nothing. */
export class GradeFixture {
  readonly toolset = readToolset(defaultFolders().cache)
  readonly dataRoot: string
  readonly provider

  constructor(dataRoot: string) {
    this.dataRoot = dataRoot
    this.provider = createEmbeddedProvider({ dataRoot, toolset: this.toolset })
  }

  static async open(): Promise<GradeFixture> {
    return new GradeFixture(await mkdtemp(join(tmpdir(), 'drydock-grade-')))
  }

  async drydock(...args: readonly string[]): Promise<Ran> {
    return await run(args, {
      environment: { ...process.env, DRYDOCK_DATA: this.dataRoot, DRYDOCK_LABS: LABS },
      directory: this.dataRoot,
    })
  }

  async grade(...args: readonly string[]): Promise<Ran> {
    return await this.drydock('grade', 'harbour', ...args)
  }

  async kubectl(kubeconfig: string, ...args: readonly string[]): Promise<string> {
    const { stdout } = await promisify(execFile)(this.toolset.path('kubectl'), ['--kubeconfig', kubeconfig, ...args])
    return stdout
  }

  async dispose(): Promise<void> {
    await this.drydock('cluster', 'down', '--all')
    await this.provider.dispose()
    await rm(this.dataRoot, { recursive: true, force: true })
  }
}
