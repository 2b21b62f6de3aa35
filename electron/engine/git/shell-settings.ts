/** What a lab's shells need so that `git clone`, `git push` and `flux bootstrap` just work. */

import { writeWhenDifferent } from '../workspace/files.ts'
import { OWNER, type GitPaths } from './git-paths.ts'
import type { ServerSettings } from './server-settings.ts'

/** As the certificate names it. */
export const addressOf = (port: number): string => `https://localhost:${port}`

/** The environment that the terminals get. The Git configuration comes on top of whatever is in HOME. */
export function shellEnvironment(paths: GitPaths, settings: ServerSettings): Readonly<Record<string, string>> {
  return {
    GITHUB_USER: OWNER,
    GITHUB_TOKEN: settings.token,
    GIT_HOST: `localhost:${settings.port ?? 0}`,
    SSL_CERT_FILE: paths.bundle,
    GIT_TERMINAL_PROMPT: '0',
    GIT_CONFIG_COUNT: '1',
    GIT_CONFIG_KEY_0: 'include.path',
    GIT_CONFIG_VALUE_0: paths.gitConfig,
  }
}

/** Writes the Git configuration that the environment points to. Clones from former ports find the way, too. */
export async function writeGitConfig(paths: GitPaths, settings: ServerSettings, caFile: string): Promise<void> {
  const address = addressOf(settings.port ?? 0)
  const former = settings.formerPorts.map((port) => `\tinsteadOf = ${addressOf(port)}/`)
  const lines = [
    `[http ${quote(address)}]`,
    `\tsslCAInfo = ${quote(caFile)}`,
    `[credential ${quote(address)}]`,
    // An empty one first: no helper of anybody else's is asked, and none keeps the token.
    '\thelper =',
    `\thelper = ${quote(`!f() { test "$1" = get && printf 'username=%s\\npassword=%s\\n' ${OWNER} ${settings.token}; }; f`)}`,
    ...(former.length === 0 ? [] : [`[url ${quote(`${address}/`)}]`, ...former]),
  ]
  await writeWhenDifferent(paths.gitConfig, `${lines.join('\n')}\n`, 0o600)
}

/** A value of a Git configuration file, whatever is in it. */
const quote = (value: string): string => `"${value.replace(/\\/g, '\\\\').replace(/"/g, '\\"')}"`
