import { readFile, readdir } from 'node:fs/promises'

/** Command lines of the running processes that name a folder; Linux only. */
export async function processesIn(folder: string): Promise<string[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
  const lines = await Promise.all(
    pids.map(async (pid) => (await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')).replaceAll('\0', ' ')),
  )
  return lines.filter((line) => line.includes(folder))
}
