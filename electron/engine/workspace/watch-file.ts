import { watch, type FSWatcher } from 'node:fs'
import { basename, dirname } from 'node:path'
import type { Disposable } from '../lib/disposable.ts'

/**
 * Calls back when something happened to a file, by the operating system's notices. Its folder is watched, because a
 * rename puts another file in its place, and the folder above, because the folder itself may be removed and made again.
 */
export function watchFile(path: string, happened: () => void): Disposable {
  const folder = dirname(path)
  let inner = watchName(folder, basename(path), happened)
  const outer = watchName(dirname(folder), basename(folder), () => {
    inner.dispose()
    inner = watchName(folder, basename(path), happened)
    happened()
  })
  return {
    dispose() {
      inner.dispose()
      outer.dispose()
    },
  }
}

function watchName(folder: string, name: string, happened: () => void): Disposable {
  let watcher: FSWatcher | undefined
  try {
    watcher = watch(folder, { persistent: false }, (_kind, changed) => {
      if (changed === null || changed === name) happened()
    })
    watcher.on('error', () => watcher?.close())
  } catch {
    // The folder is gone; the watch of the one above tells when it is back.
  }
  return { dispose: () => watcher?.close() }
}
