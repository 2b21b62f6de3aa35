import { readFileSync, statSync } from 'node:fs'
import type { KubeconfigView } from '../checks/observation.ts'
import type { Clock } from '../lib/clock.ts'
import type { Disposable } from '../lib/disposable.ts'
import { Emitter } from '../lib/emitter.ts'
import { writeWhole } from './files.ts'
import { mergeKubeconfig, viewKubeconfig } from './kubeconfig.ts'
import { withKubeconfigLock } from './kubeconfig-lock.ts'
import { watchFile } from './watch-file.ts'

/** kubectl writes the file in place, so a reader may see half of it: look when it has been quiet for this long. */
const SETTLE_MS = 25
/** A file that cannot be read is looked at once more after this, before anybody is told. */
const SECOND_LOOK_MS = 150

/** The learner's kubeconfig on disk: always read as it is now, and watched, never polled. */
export class KubeconfigFile implements Disposable {
  readonly #path: string
  readonly #clock: Clock
  readonly #changed = new Emitter<KubeconfigView>()
  #watch: Disposable | undefined
  #cached: { readonly stamp: string; readonly view: KubeconfigView } | undefined
  #announced = ''
  #cancel = (): void => undefined

  /** Fires with the new view when it differs from the last one. */
  readonly onChange = this.#changed.event

  constructor(path: string, clock: Clock) {
    this.#path = path
    this.#clock = clock
  }

  view(): KubeconfigView {
    const stamp = stampOf(this.#path)
    if (this.#cached?.stamp !== stamp) this.#cached = { stamp, view: viewKubeconfig(textOf(this.#path)) }
    return this.#cached.view
  }

  /** See `mergeKubeconfig`. Waits for a `kubectl config` that is writing. */
  async merge(provided: readonly string[], namespace: string): Promise<void> {
    await withKubeconfigLock(this.#path, async () => {
      await writeWhole(this.#path, mergeKubeconfig(textOf(this.#path), provided, namespace), 0o600)
    })
  }

  /** Begins to watch, once the file's folder is there. Doing it again changes nothing. */
  watch(): void {
    if (this.#watch !== undefined) return
    this.#announced = JSON.stringify(this.view())
    this.#watch = watchFile(this.#path, () => {
      this.#cancel()
      this.#cancel = this.#clock.after(SETTLE_MS, () => this.#look(true))
    })
  }

  unwatch(): void {
    this.#cancel()
    this.#watch?.dispose()
    this.#watch = undefined
  }

  dispose(): void {
    this.unwatch()
    this.#changed.dispose()
  }

  #look(again: boolean): void {
    this.#cached = undefined // two writes within one tick of the file system's clock look alike
    const view = this.view()
    if ('blind' in view && again) {
      this.#cancel = this.#clock.after(SECOND_LOOK_MS, () => this.#look(false))
      return
    }
    const text = JSON.stringify(view)
    if (text === this.#announced) return
    this.#announced = text
    this.#changed.fire(view)
  }
}

function stampOf(path: string): string {
  const stats = statSync(path, { bigint: true, throwIfNoEntry: false })
  return stats === undefined ? '' : `${stats.ino}/${stats.size}/${stats.mtimeNs}/${stats.ctimeNs}`
}

function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}
