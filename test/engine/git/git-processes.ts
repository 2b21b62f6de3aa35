import { readdir, readFile } from 'node:fs/promises'

/** Command lines of running Git that works on what lies in a folder; Linux only. */
export async function gitProcesses(folder: string): Promise<readonly string[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name))
  const lines = await Promise.all(
    pids.map(async (pid) => {
      const environment = await readFile(`/proc/${pid}/environ`, 'utf8').catch(() => '')
      if (!environment.split('\0').some((one) => one.startsWith(`GIT_PROJECT_ROOT=${folder}`))) return []
      return [(await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')).replaceAll('\0', ' ').trim()]
    }),
  )
  return lines.flat()
}
