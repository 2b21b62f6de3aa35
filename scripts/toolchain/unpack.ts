import { createWriteStream } from 'node:fs'
import { lstat, mkdir } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { extract } from 'tar'
import { openPromise } from 'yauzl'
import { ReleaseUnavailable } from './release-host.ts'
import type { Packing } from './releases.ts'

/**
 * Takes the executable out of a downloaded file and returns where it now is: the file itself when it is plain, else one
 * below `folder`. Only that one member is written; nothing else in an archive touches the disk.
 *
 * Throws `ReleaseUnavailable` when the archive does not hold it.
 */
export async function unpack(file: string, packing: Packing, folder: string): Promise<string> {
  if (packing.kind === 'plain') return file
  const target = join(folder, packing.member)
  if (packing.kind === 'zip') await unzip(file, packing.member, target)
  else await untar(file, packing.member, folder)
  const unpacked = await lstat(target).catch(() => undefined)
  if (unpacked?.isFile() !== true) throw new ReleaseUnavailable(`${basename(file)} holds no file ${packing.member}`)
  return target
}

async function untar(file: string, member: string, folder: string): Promise<void> {
  await mkdir(folder, { recursive: true })
  await extract({ file, cwd: folder, strict: true, filter: (path) => path.replace(/^\.\//, '') === member })
}

async function unzip(file: string, member: string, target: string): Promise<void> {
  const zip = await openPromise(file, { autoClose: false })
  try {
    for await (const entry of zip.eachEntry()) {
      if (entry.fileName !== member) continue
      await mkdir(dirname(target), { recursive: true })
      await pipeline(await zip.openReadStreamPromise(entry), createWriteStream(target))
      return
    }
  } finally {
    zip.close()
  }
}
