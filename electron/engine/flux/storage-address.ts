import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'

import { LOOPBACK, choosePort } from '../cluster/embedded/ports.ts'

/**
 * Where source-controller serves artifacts. The same as last time when it is free, since objects in the cluster name
 * it; the controller writes a new one into them when it has to be another.
 */
export async function storageAddress(file: string): Promise<string> {
  const text = await readFile(file, 'utf8').catch(() => '')
  const known = /^127\.0\.0\.1:(\d+)$/.exec(text.trim())?.[1]
  const address = `${LOOPBACK}:${await choosePort(known === undefined ? undefined : Number(known))}`
  await mkdir(dirname(file), { recursive: true })
  await writeFile(file, address)
  return address
}
