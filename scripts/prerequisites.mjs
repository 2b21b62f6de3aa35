/** What a machine must have before anything of Drydock runs. Plain JavaScript for an old Node as well. */

/**
 * Throws with what to install when something indispensable is missing. Go is not: it is asked for where a tool has to be
 * built, by the toolchain.
 *
 * @param {{ nodeVersion: string, run: (file: string, args: string[]) => string }} machine
 */
export function checkPrograms({ nodeVersion, run }) {
  const problems = []
  if (Number(nodeVersion.split('.')[0]) < 20) {
    problems.push(`Node ${nodeVersion} is too old. Install Node 20 or newer (https://nodejs.org).`)
  }
  if (!answers(run, 'git'))
    problems.push('git was not found. Install git (https://git-scm.com) and put it on the PATH.')
  if (problems.length > 0) throw new Error(problems.join('\n'))
}

/** @param {(file: string, args: string[]) => string} run @param {string} file */
function answers(run, file) {
  try {
    return run(file, ['--version']) !== ''
  } catch {
    return false
  }
}
