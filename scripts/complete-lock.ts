/**
 * `node scripts/complete-lock.ts [--check]`: adds to package-lock.json what npm leaves out of it when the registry at hand
 * does not serve the packages of other platforms. Without these lines `npm ci` refuses the lock.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

interface LockedPackage {
  readonly version?: string
  readonly dev?: boolean
  readonly optionalDependencies?: Readonly<Record<string, string>>
}

interface Lock {
  packages: Record<string, LockedPackage>
}

const SYSTEMS = ['darwin', 'win32', 'linux', 'android', 'freebsd', 'netbsd', 'openbsd', 'openharmony', 'sunos', 'aix']
const PROCESSORS = ['x64', 'arm64', 'arm', 'ia32', 'ppc64', 's390x', 'riscv64', 'loong64', 'mips64el', 'wasm32']

/** The optional dependencies that no line of the lock is about, as the lines that they should have. */
export function missingLines({ packages }: Lock): Readonly<Record<string, LockedPackage>> {
  const lines: Record<string, LockedPackage> = {}
  for (const [path, { dev, optionalDependencies = {} }] of Object.entries(packages)) {
    for (const [name, version] of Object.entries(optionalDependencies)) {
      const isThere = `node_modules/${name}` in packages || `${path}/node_modules/${name}` in packages
      if (isThere) continue
      lines[`node_modules/${name}`] = {
        version,
        ...(dev === true ? { dev } : {}),
        optional: true,
        ...platformOf(name),
      } as LockedPackage
    }
  }
  return lines
}

/** By convention the name of such a package says which platform it is for. */
function platformOf(name: string): object {
  const words = name.split(/[-/]/)
  const os = SYSTEMS.filter((system) => words.includes(system))
  const cpu = PROCESSORS.filter((processor) => words.includes(processor))
  const libc = ['musl', 'musleabihf'].some((word) => words.includes(word)) ? ['musl'] : ['glibc']
  const hasLibc = words.some((word) => /^(gnu|musl)/.test(word))
  return { ...(os.length > 0 ? { os } : {}), ...(cpu.length > 0 ? { cpu } : {}), ...(hasLibc ? { libc } : {}) }
}

if (import.meta.main) {
  const file = join(import.meta.dirname, '../package-lock.json')
  const lock = JSON.parse(readFileSync(file, 'utf8')) as Lock
  const lines = missingLines(lock)
  const names = Object.keys(lines)
  const { '': top, ...rest } = { ...lock.packages, ...lines }
  const sorted = Object.fromEntries(Object.entries(rest).toSorted(([one], [other]) => (one < other ? -1 : 1)))
  if (process.argv.includes('--check')) {
    for (const name of names)
      console.error(`package-lock.json has no line for ${name}; run node scripts/complete-lock.ts`)
    process.exitCode = names.length > 0 ? 1 : 0
  } else if (names.length > 0) {
    lock.packages = { ...(top === undefined ? {} : { '': top }), ...sorted }
    writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`)
    console.log(`Added ${names.length} packages of other platforms to package-lock.json.`)
  }
}
