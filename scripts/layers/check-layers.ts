import { existsSync, globSync, readFileSync } from 'node:fs'
import { isBuiltin } from 'node:module'
import { join, posix } from 'node:path'
import { importsOf, type Import } from './imports-of.ts'
import { isIn, LAYERS, OUTSIDE, PRIMITIVES } from './rules.ts'

/** `file:line: what is wrong`, for every import that goes the wrong way. */
export async function checkLayers(root: string): Promise<readonly string[]> {
  const files = Object.keys(LAYERS).flatMap((folder) => sourcesIn(root, folder))
  const shipped = shippedPackages(root)
  const problems = await Promise.all(
    files.map(async (file) => {
      const imports = await importsOf(file, readFileSync(join(root, file), 'utf8'))
      return imports.flatMap((each) => {
        const problem = judge({ root, file, shipped }, each)
        return problem === undefined ? [] : [`${file}:${each.line}: ${problem}`]
      })
    }),
  )
  return problems.flat().toSorted()
}

interface Place {
  readonly root: string
  readonly file: string
  readonly shipped: ReadonlySet<string>
}

function judge(place: Place, { specifier }: Import): string | undefined {
  return specifier.startsWith('.') ? judgeInside(place, specifier) : judgeOutside(place, specifier)
}

function judgeInside({ root, file }: Place, specifier: string): string | undefined {
  const target = posix.join(posix.dirname(file), specifier.replace(/\?.*$/, ''))
  if (!existsSync(join(root, target))) return `imports ${target}, which does not exist.`
  const folder = layerOf(file)
  const allowed = [folder, ...(LAYERS[folder] ?? [])]
  // Beside the layers there are only files such as package.json and the labs, which run nothing.
  if (isIn(target, allowed) || !/^(electron|renderer|scripts|test)\//.test(target)) return undefined
  return `imports ${target}. ${folder} imports only ${allowed.join(', ')}.`
}

function judgeOutside({ file, shipped }: Place, specifier: string): string | undefined {
  const name = packageOf(specifier)
  const primitive = PRIMITIVES.find(({ packages }) => packages.includes(name))
  if (primitive !== undefined && !isIn(file, primitive.homes)) {
    return `imports ${specifier}. Use ${primitive.instead} instead.`
  }
  const folder = layerOf(file)
  const outside = OUTSIDE[folder]
  if (outside === undefined) return undefined
  if (isBuiltin(specifier)) return outside.builtins ? undefined : `imports ${specifier}. ${folder} runs without Node.`
  if (outside.packages === 'all') return undefined
  if (outside.packages === 'shipped') {
    return shipped.has(name) ? undefined : `imports ${specifier}, which does not ship: list it under dependencies.`
  }
  return outside.packages.includes(name) ? undefined : `imports ${specifier}. ${folder} takes no such package.`
}

const layerOf = (file: string): string => Object.keys(LAYERS).find((folder) => isIn(file, [folder])) ?? ''

/** `@scope/name/deep` is of the package `@scope/name`; Node's own are named with `node:`. */
function packageOf(specifier: string): string {
  if (isBuiltin(specifier)) return specifier.startsWith('node:') ? specifier : `node:${specifier}`
  return specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/')
}

const sourcesIn = (root: string, folder: string): readonly string[] =>
  globSync(`${folder}/**/*.{ts,tsx,mjs,js}`, { cwd: root }).map((file) => file.replaceAll('\\', '/'))

function shippedPackages(root: string): ReadonlySet<string> {
  const { dependencies = {} } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    readonly dependencies?: Readonly<Record<string, string>>
  }
  return new Set(Object.keys(dependencies))
}
