import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { labId } from '../../electron/contract/ids.ts'
import { gitPaths } from '../../electron/engine/git/git-paths.ts'
import { readSettings } from '../../electron/engine/git/server-settings.ts'
import { shellEnvironment } from '../../electron/engine/git/shell-settings.ts'
import { defaultFolders } from '../../electron/engine/lib/folders.ts'
import { run as runProgram } from '../../electron/engine/process/run.ts'
import { readToolset } from '../../electron/engine/tools/toolset.ts'
import { withApp, type AppAtWork } from './app-at-work.ts'
import { interleave } from './statistics.ts'

/** How many clone and push at the same time. */
export const CROWD = 20

export interface GitopsTimes {
  readonly pushMs: readonly number[]
  readonly byHandMs: readonly number[]
  readonly crowdMs: readonly number[]
}

/**
 * Two labs take turns: one tells Flux of a push, in the other somebody does with `flux reconcile`. From the end of
 * `git push` to the verdict that what was pushed runs.
 */
export async function measureGitops(runs: number, signal: AbortSignal): Promise<GitopsTimes> {
  const toolset = readToolset(defaultFolders().cache)
  return await withApp(
    signal,
    async (told) =>
      await withApp(
        signal,
        async (untold) => {
          await using ours = await Learner.begin(told)
          await using theirs = await Learner.begin(untold)
          const reconcile = (): Promise<unknown> =>
            theirs.run(toolset.path('flux'), ['reconcile', 'source', 'git', 'fleet'])
          const times = await interleave(
            runs,
            { pushMs: () => ours.untilSynced(), byHandMs: () => theirs.untilSynced(reconcile) },
            signal,
          )
          return { ...times, crowdMs: [await ours.crowd()] }
        },
        { lab: labId('gitops-by-hand') },
      ),
    { lab: labId('gitops') },
  )
}

/** Somebody with a clone of the lab's repository. */
class Learner implements AsyncDisposable {
  readonly #app: AppAtWork
  readonly #folder: string
  readonly #environment: Readonly<Record<string, string>>
  readonly #url: string
  #replicas = 1

  private constructor(app: AppAtWork, folder: string, environment: Readonly<Record<string, string>>) {
    this.#app = app
    this.#folder = folder
    this.#environment = environment
    this.#url = `https://${environment['GIT_HOST']}/${environment['GITHUB_USER']}/fleet.git`
  }

  static async begin(app: AppAtWork): Promise<Learner> {
    const paths = gitPaths(app.dataRoot, app.lab)
    const folder = await mkdtemp(join(tmpdir(), 'drydock-bench-learner-'))
    const learner = new Learner(app, folder, {
      ...shellEnvironment(paths, await readSettings(paths.server)),
      PATH: process.env['PATH'] ?? '',
      HOME: folder,
      KUBECONFIG: app.kubeconfigFile,
      ...{ GIT_AUTHOR_NAME: 'bench', GIT_AUTHOR_EMAIL: 'bench@example.com' },
      ...{ GIT_COMMITTER_NAME: 'bench', GIT_COMMITTER_EMAIL: 'bench@example.com' },
    })
    await learner.#git('.', 'clone', '--quiet', learner.#url, 'fleet')
    await app.untilVerdicts('push', 'passed')
    return learner
  }

  async run(program: string, args: readonly string[]): Promise<unknown> {
    return await runProgram(program, args, { cwd: this.#folder, environment: this.#environment })
  }

  async #git(folder: string, ...args: readonly string[]): Promise<void> {
    await this.run('git', ['-C', folder, ...args])
  }

  /** Pushes other replicas, does what is to be done `then`, and waits for the verdict. */
  async untilSynced(then: () => Promise<unknown> = async () => undefined): Promise<number> {
    const file = join(this.#folder, 'fleet/apps/crane/deployment.yaml')
    this.#replicas = this.#replicas === 1 ? 2 : 1
    await writeFile(file, (await readFile(file, 'utf8')).replace(/replicas: \d/, `replicas: ${this.#replicas}`))
    await this.#git('fleet', 'commit', '--quiet', '--all', '--message', `Ask for ${this.#replicas}`)
    const passedAgain = this.#passedAgain()
    await this.#git('fleet', 'push', '--quiet')
    const pushedAt = performance.now()
    await then()
    return (await passedAgain) - pushedAt
  }

  /** When the step has passed after it had not. */
  async #passedAgain(): Promise<number> {
    await this.#app.until('the push is not synced', ({ verdicts }) => verdicts.get('push')?.status.outcome === 'failed')
    return await this.#app.untilVerdicts('push', 'passed')
  }

  /** Everybody at once. */
  async crowd(): Promise<number> {
    const startedAt = performance.now()
    await Promise.all(
      Array.from({ length: CROWD }, async (_, index) => {
        const folder = `crowd-${index}`
        await this.#git('.', 'clone', '--quiet', this.#url, folder)
        await this.#git(folder, 'commit', '--quiet', '--allow-empty', '--message', folder)
        await this.#git(folder, 'push', '--quiet', 'origin', `HEAD:${folder}`)
      }),
    )
    return performance.now() - startedAt
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await rm(this.#folder, { recursive: true, force: true })
  }
}
