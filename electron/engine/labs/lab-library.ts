/** Every lab of a folder, kept up to date while somebody edits them. */

import { watch } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { basename, join, resolve, sep } from 'node:path'
import { DrydockError } from '../../contract/errors.ts'
import type { ErrorDetail } from '../../contract/errors.ts'
import type { Lab } from '../../contract/lab.ts'
import type { BrokenLab } from '../../contract/protocol.ts'
import { systemClock } from '../lib/clock.ts'
import type { Clock } from '../lib/clock.ts'
import type { Disposable } from '../lib/disposable.ts'
import { Emitter } from '../lib/emitter.ts'
import type { Event } from '../lib/emitter.ts'
import { silentLog } from '../lib/log.ts'
import type { Log } from '../lib/log.ts'
import type { KnownLab, KnownLabs } from './known-labs.ts'
import { keyOf, loadLab } from './load-lab.ts'
import type { LoadedLab } from './load-lab.ts'
import { quote, suggest } from './words.ts'

export interface LabLibrary extends Disposable {
  /** Labs that load, in the order of the catalogue. */
  readonly labs: readonly Lab[]
  /** Folders whose lab does not load, and why. */
  readonly broken: readonly BrokenLab[]
  /** Warnings of the labs that load, by lab. */
  readonly warnings: ReadonlyMap<string, readonly ErrorDetail[]>
  get(id: string): Lab | undefined
  /** The same, but throws a `DrydockError` that says which labs there are. */
  need(id: string): Lab
  /** Fires after a lab was loaded anew, broke, or went; with its folder's name. */
  readonly onChange: Event<LabChange>
}

export interface LabChange {
  readonly lab: string
  readonly change: 'loaded' | 'broken' | 'removed'
}

export interface LibraryOptions {
  /** Whether edits are looked for; true when not given. */
  readonly watch?: boolean
  /** What is known of the labs from before; each is read anew when not given. */
  readonly known?: KnownLabs
  readonly clock?: Clock
  readonly log?: Log
}

/** Editors write a file in several steps; this long after the last one it is read. */
export const SETTLE_MS = 150

/** Reads all labs below `root`, then watches it. A folder that holds no lab is broken; the others are not affected. */
export async function openLabLibrary(root: string, options: LibraryOptions = {}): Promise<LabLibrary> {
  const library = new Library(resolve(root), options)
  await library.readAll(options.known)
  if (options.watch !== false) library.watch()
  return library
}

class Library implements LabLibrary {
  readonly #root: string
  readonly #clock: Clock
  readonly #log: Log
  readonly #loaded = new Map<string, LoadedLab>()
  readonly #changed = new Emitter<LabChange>()
  readonly #touched = new Set<string>()
  #stopWatching: () => void = () => undefined
  #cancelTimer: () => void = () => undefined
  #reading: Promise<unknown> = Promise.resolve()

  readonly onChange = this.#changed.event

  constructor(root: string, { clock = systemClock, log = silentLog }: LibraryOptions) {
    this.#root = root
    this.#clock = clock
    this.#log = log
  }

  get labs(): readonly Lab[] {
    const labs = [...this.#loaded.values()].flatMap((loaded) => (loaded.ok ? [loaded.lab] : []))
    return labs.toSorted((a, b) => a.order - b.order || a.id.localeCompare(b.id))
  }

  get broken(): readonly BrokenLab[] {
    const broken = [...this.#loaded.values()].flatMap((loaded) =>
      loaded.ok ? [] : [{ folder: loaded.folder, problems: loaded.problems }],
    )
    return broken.toSorted((a, b) => a.folder.localeCompare(b.folder))
  }

  get warnings(): ReadonlyMap<string, readonly ErrorDetail[]> {
    return new Map(
      [...this.#loaded.values()].flatMap((loaded) => (loaded.ok ? [[loaded.lab.id, loaded.warnings] as const] : [])),
    )
  }

  get(id: string): Lab | undefined {
    const loaded = this.#loaded.get(id)
    return loaded?.ok ? loaded.lab : undefined
  }

  need(id: string): Lab {
    const lab = this.get(id)
    if (lab !== undefined) return lab
    const loaded = this.#loaded.get(id)
    if (loaded?.ok === false && loaded.problems[0] !== undefined) throw new DrydockError(loaded.problems[0])
    const known = this.labs.map((each) => each.id)
    throw new DrydockError({
      code: 'lab-unknown',
      happened: `There is no lab called ${quote(id)}.`,
      remedy: known.length === 0 ? `Put labs into ${this.#root}.` : suggest(id, known, 'Labs'),
      terminal: true,
    })
  }

  async readAll(known: KnownLabs | undefined): Promise<void> {
    const names = await folderNames(this.#root)
    await Promise.all(names.map((name) => this.#read(name, known?.find)))
    await known?.keep(this.#good())
  }

  #good(): ReadonlyMap<string, KnownLab> {
    const entries = [...this.#loaded].flatMap(([name, loaded]): [string, KnownLab][] => {
      if (!loaded.ok) return []
      const { directory, ...lab } = loaded.lab
      return [[keyOf(lab.version, directory, this.#shownAs(name)), { lab, warnings: loaded.warnings }]]
    })
    return new Map(entries)
  }

  /** Every change below a lab's folder reads that lab again, and no other. */
  watch(): void {
    try {
      const watcher = watch(this.#root, { recursive: true }, (_type, file) => this.#touch(file))
      watcher.on('error', (error) => this.#log.warn('labs are not watched any more', { root: this.#root, error }))
      this.#stopWatching = () => watcher.close()
    } catch (error) {
      this.#log.warn('labs cannot be watched', { root: this.#root, error })
    }
  }

  #touch(file: string | null): void {
    const [name = ''] = file?.split(sep) ?? []
    if (!name.startsWith('.')) this.#touched.add(name)
    this.#cancelTimer()
    this.#cancelTimer = this.#clock.after(SETTLE_MS, () => {
      this.#reading = this.#reading
        .then(() => this.#readTouched())
        .catch((error: unknown) => this.#log.error('labs not read', { error }))
    })
  }

  async #readTouched(): Promise<void> {
    const touched = [...this.#touched]
    this.#touched.clear()
    const there = await folderNames(this.#root)
    const names = touched.includes('') ? [...new Set([...there, ...this.#loaded.keys()])] : touched
    for (const name of names) {
      if (there.includes(name)) await this.#readAgain(name)
      else if (this.#loaded.delete(name)) this.#changed.fire({ lab: name, change: 'removed' })
    }
  }

  async #readAgain(name: string): Promise<void> {
    const before = this.#loaded.get(name)
    const after = await this.#read(name)
    if (sameLab(before, after)) return
    this.#changed.fire({ lab: name, change: after.ok ? 'loaded' : 'broken' })
  }

  async #read(name: string, known?: (key: string) => KnownLab | undefined): Promise<LoadedLab> {
    const options = { shownAs: this.#shownAs(name), ...(known === undefined ? {} : { known }) }
    const loaded = await loadLab(join(this.#root, name), options)
    this.#loaded.set(name, loaded)
    return loaded
  }

  #shownAs(name: string): string {
    return `${basename(this.#root)}/${name}/lab.yaml`
  }

  dispose(): void {
    this.#cancelTimer()
    this.#stopWatching()
    this.#changed.dispose()
  }
}

/** Folders that should hold a lab: all but hidden ones. */
async function folderNames(root: string): Promise<string[]> {
  try {
    const entries = await readdir(root, { withFileTypes: true })
    return entries.filter((entry) => entry.isDirectory() && !entry.name.startsWith('.')).map((entry) => entry.name)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw new DrydockError(
      {
        code: 'not-found',
        happened: `The labs in ${root} cannot be read.`,
        remedy: 'Look at the folder and its permissions.',
      },
      { cause: error },
    )
  }
}

function sameLab(before: LoadedLab | undefined, after: LoadedLab): boolean {
  if (before?.ok !== after.ok) return false
  if (before.ok && after.ok) return before.lab.version === after.lab.version
  return !before.ok && !after.ok && JSON.stringify(before.problems) === JSON.stringify(after.problems)
}
