import { parse } from '@swc/core'

/** One import of a file, whatever its form: value, type, export from, late, or `import('x').Type`. */
export interface Import {
  readonly specifier: string
  readonly line: number
}

/** Every module that the text names, in order. Throws when it cannot be parsed. */
export async function importsOf(file: string, text: string): Promise<readonly Import[]> {
  const tsx = file.endsWith('x')
  // A position that is certain: swc counts on from one parse to the next, so that the first statement's is no help.
  const module = await parse(`0;${text}`, { syntax: 'typescript', tsx, decorators: true, target: 'es2024' })
  const found: { specifier: string; start: number }[] = []
  collect(module, found)
  const origin = module.body[0]?.span.start ?? 0
  const bytes = Buffer.from(`0;${text}`)
  const lineAt = (start: number): number =>
    bytes
      .subarray(0, start - origin)
      .toString()
      .split('\n').length
  return found
    .toSorted((one, other) => one.start - other.start)
    .map(({ specifier, start }) => ({ specifier, line: lineAt(start) }))
}

interface Literal {
  readonly type: 'StringLiteral'
  readonly value: string
  readonly span: { readonly start: number }
}

/** The nodes that name a module, and where in them. */
function named(node: Readonly<Record<string, unknown>>): unknown {
  if (node['type'] === 'TsImportType') return node['argument']
  if (node['type'] === 'TsExternalModuleReference') return node['expression']
  if (node['type'] === 'CallExpression') return calledModule(node)
  return node['source']
}

function calledModule({ callee, arguments: given }: Readonly<Record<string, unknown>>): unknown {
  const { type, value } = callee as { readonly type: string; readonly value?: string }
  const loads = type === 'Import' || (type === 'Identifier' && value === 'require')
  return loads ? (given as readonly { readonly expression: unknown }[])[0]?.expression : undefined
}

function collect(node: unknown, found: { specifier: string; start: number }[]): void {
  if (typeof node !== 'object' || node === null) return
  if (Array.isArray(node)) return node.forEach((each) => collect(each, found))
  const target = named(node as Readonly<Record<string, unknown>>)
  if (isLiteral(target)) found.push({ specifier: target.value, start: target.span.start })
  for (const child of Object.values(node)) collect(child, found)
}

const isLiteral = (value: unknown): value is Literal =>
  typeof value === 'object' && value !== null && 'type' in value && value.type === 'StringLiteral'
