import { join } from 'node:path'
import { DrydockError } from '../../contract/errors.ts'
import { cleanPath, findProgram, type Variables } from './environment.ts'

/** Where a bash newer than the system's may be, for programs that were not started from a shell. */
const USUAL_PLACES: Readonly<Record<string, readonly string[]>> = {
  darwin: ['/opt/homebrew/bin', '/usr/local/bin', '/bin'],
  linux: ['/usr/bin', '/bin', '/usr/local/bin', '/run/current-system/sw/bin'],
}

/** The bash that the labs' terminals run; `terminal-failed` when this machine has none. */
export function findShell(host: Variables, platform: NodeJS.Platform = process.platform): string {
  const found =
    platform === 'win32'
      ? findProgram([join(host['ProgramFiles'] ?? 'C:\\Program Files', 'Git', 'bin')], 'bash.exe')
      : findProgram([...cleanPath(host['PATH']), ...(USUAL_PLACES[platform] ?? ['/bin'])], 'bash')
  if (found !== undefined) return found
  const what = platform === 'win32' ? 'Install Git for Windows, which brings bash' : 'Install bash'
  throw new DrydockError({
    code: 'terminal-failed',
    happened: 'There is no bash on this machine.',
    remedy: `${what}; then open the terminal again.`,
  })
}
