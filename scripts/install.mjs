/**
 * What has to work before anything is installed: plain JavaScript for any Node ≥ 20, without packages.
 */
import { spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** The oldest Node that runs the `.ts` sources without a warning. */
const NODE_FOR_SOURCES = [24, 3]

/** @param {string} file @returns {Record<string, { version?: string, integrity?: string, optional?: boolean }>} */
const packagesOf = (file) => JSON.parse(readFileSync(file, 'utf8')).packages ?? {}

/**
 * Names of the locked packages that `node_modules` lacks or has in another version, read from the record that npm
 * itself leaves there. Optional ones (other platforms) may be absent.
 *
 * @param {string} root
 * @returns {string[]}
 */
export function missingPackages(root) {
  const wanted = packagesOf(join(root, 'package-lock.json'))
  const record = join(root, 'node_modules', '.package-lock.json')
  const installed = existsSync(record) ? packagesOf(record) : {}
  return Object.entries(wanted)
    .filter(([path, want]) => {
      const have = installed[path]
      if (path === '') return false
      return have === undefined
        ? want.optional !== true
        : have.integrity !== want.integrity || have.version !== want.version
    })
    .map(([path]) => path)
}

/**
 * Runs `npm ci` when `node_modules` does not match the lock.
 *
 * @param {string} root
 * @param {{ print?: (line: string) => void, quiet?: boolean }} [options]
 */
export async function installDependencies(
  root,
  { print = (line) => process.stderr.write(`${line}\n`), quiet = false } = {},
) {
  const missing = missingPackages(root)
  if (missing.length === 0) return
  print(`Installing the locked dependencies (${missing.length} packages are missing or differ) …`)
  const started = Date.now()
  const args = ['ci', '--prefer-offline', '--no-audit', '--no-fund', '--loglevel=error']
  const how = /** @type {const} */ ({ cwd: root, stdio: quiet ? 'ignore' : 'inherit' })
  const npm = process.env['npm_execpath']
  const code = await (npm === undefined
    ? exitOf('npm', args, { ...how, shell: process.platform === 'win32' }).catch(noNpm)
    : exitOf(process.execPath, [npm, ...args], how))
  if (code !== 0) {
    throw new Error(
      `npm ci ended with exit code ${code}. Check the network and the npm registry setting, then start again.`,
    )
  }
  print(`Dependencies installed in ${((Date.now() - started) / 1000).toFixed(1)} s.`)
}

/** @returns {never} */
function noNpm() {
  throw new Error('npm was not found. Install it (it comes with Node, https://nodejs.org) and put it on the PATH.')
}

/**
 * The Node that runs the sources: the one at hand if it is new enough, else the one among the dependencies.
 *
 * @param {string} root
 * @returns {string}
 */
export function nodeForSources(root) {
  if (isNewEnough(process.versions.node)) return process.execPath
  const name = process.platform === 'win32' ? 'node.exe' : 'node'
  const packages = [`node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`]
  packages.push(`node-bin-${process.platform}-${process.arch}`)
  const found = packages.map((each) => join(root, 'node_modules', each, 'bin', name)).find((file) => existsSync(file))
  if (found !== undefined) return found
  throw new Error(
    `Node ${process.versions.node} cannot run the sources, and there is no Node 24 among the dependencies for ` +
      `${process.platform}-${process.arch}. Install Node ${NODE_FOR_SOURCES.join('.')} or newer and start again.`,
  )
}

/** @param {string} version */
function isNewEnough(version) {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  const [wantedMajor = 0, wantedMinor = 0] = NODE_FOR_SOURCES
  return major > wantedMajor || (major === wantedMajor && minor >= wantedMinor)
}

/**
 * Runs a program on this terminal and resolves with its exit code. A signal to this process is passed on, and its
 * end awaited, so that nothing is left behind.
 *
 * @param {string} file
 * @param {readonly string[]} args
 * @param {import('node:child_process').SpawnOptions} [options]
 * @returns {Promise<number>}
 */
export function exitOf(file, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, { stdio: 'inherit', ...options })
    const passOn = (/** @type {NodeJS.Signals} */ signal) => {
      // Ctrl-C reaches the child by itself, which shares the terminal; a second one would cut its clean-up short.
      if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal)
    }
    process.on('SIGTERM', passOn).on('SIGHUP', passOn).on('SIGINT', passOn)
    child.once('error', reject)
    child.once('exit', (code, signal) => {
      process.off('SIGTERM', passOn).off('SIGHUP', passOn).off('SIGINT', passOn)
      resolve(code ?? (signal === 'SIGINT' ? 130 : 1))
    })
  })
}
