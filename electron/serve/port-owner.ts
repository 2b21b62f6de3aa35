import { readdirSync, readFileSync, readlinkSync } from 'node:fs'

export interface PortOwner {
  readonly pid: number
  readonly name: string
}

/** State "listening" in `/proc/net/tcp`. */
const LISTEN = '0A'

/** Which process of this user listens on the port; undefined where the platform does not say it in files. */
export function portOwner(port: number, proc = '/proc'): PortOwner | undefined {
  const inodes = listeningInodes(port, proc)
  if (inodes.size === 0) return undefined
  for (const pid of list(proc).filter((name) => /^\d+$/.test(name))) {
    const links = list(`${proc}/${pid}/fd`).map((fd) => link(`${proc}/${pid}/fd/${fd}`))
    if (links.some((target) => inodes.has(target)))
      return { pid: Number(pid), name: read(`${proc}/${pid}/comm`).trim() }
  }
  return undefined
}

/** As the links in `/proc/PID/fd` spell them: `socket:[INODE]`. */
function listeningInodes(port: number, proc: string): ReadonlySet<string> {
  const suffix = `:${port.toString(16).toUpperCase().padStart(4, '0')}`
  const rows = ['tcp', 'tcp6'].flatMap((file) => read(`${proc}/net/${file}`).split('\n'))
  const columns = rows.map((row) => row.trim().split(/\s+/))
  const listening = columns.filter(([, local, , state]) => local?.endsWith(suffix) === true && state === LISTEN)
  return new Set(listening.map((row) => `socket:[${row[9]}]`))
}

/** Processes come and go, and those of others may not be read: what cannot be had is empty. */
function attempt<T>(get: () => T, otherwise: T): T {
  try {
    return get()
  } catch {
    return otherwise
  }
}
const list = (folder: string): readonly string[] => attempt(() => readdirSync(folder), [])
const read = (file: string): string => attempt(() => readFileSync(file, 'utf8'), '')
const link = (file: string): string => attempt(() => readlinkSync(file), '')
