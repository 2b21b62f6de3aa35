import type { Git } from './run-git.ts'

/** Larger files are not shown to checks. */
const MAX_FILE_BYTES = 256 * 1024
/** Of one branch; what comes after is named but not read. */
const MAX_TREE_BYTES = 16 * 1024 * 1024
const MAX_FILES = 5000

/** Text files by path; undefined for what is not text or too large. */
export type Files = Readonly<Record<string, string | undefined>>

interface Entry {
  readonly path: string
  /** Undefined for what is not read. */
  readonly blob?: string
}

/** Reads trees, each object once: what is still wanted is remembered by its id. */
export class FileReader {
  readonly #git: Git
  #trees = new Map<string, Files>()

  constructor(git: Git) {
    this.#git = git
  }

  /** The files of these trees, by tree; other trees are forgotten. */
  async read(trees: readonly string[]): Promise<ReadonlyMap<string, Files>> {
    const known = this.#trees
    const found = new Map<string, Files>()
    for (const tree of new Set(trees)) found.set(tree, known.get(tree) ?? (await this.#readTree(tree)))
    this.#trees = found
    return found
  }

  async #readTree(tree: string): Promise<Files> {
    const entries = parseTree(await this.#git(['ls-tree', '-r', '-z', '-l', tree]))
    const texts = await this.#readBlobs([...new Set(entries.flatMap(({ blob }) => blob ?? []))])
    return Object.fromEntries(entries.map(({ path, blob }) => [path, texts.get(blob ?? '')]))
  }

  async #readBlobs(ids: readonly string[]): Promise<ReadonlyMap<string, string | undefined>> {
    if (ids.length === 0) return new Map()
    const bytes = await this.#git.bytes(['cat-file', '--batch'], { input: `${ids.join('\n')}\n` })
    return new Map(splitBatch(Buffer.from(bytes)))
  }
}

function parseTree(text: string): readonly Entry[] {
  let total = 0
  const lines = text.split('\0').filter((line) => line !== '')
  return lines.slice(0, MAX_FILES).map((line) => {
    const [, mode = '', id = '', size = '', path = ''] = /^(\d+) \w+ (\w+) +(\S+)\t([^]*)$/.exec(line) ?? []
    const bytes = Number(size)
    const isRead = mode.startsWith('100') && bytes <= MAX_FILE_BYTES && total + bytes <= MAX_TREE_BYTES
    if (!isRead) return { path }
    total += bytes
    return { path, blob: id }
  })
}

/** `ID blob SIZE`, a line break, the bytes, a line break; one after the other. */
function* splitBatch(output: Buffer): Generator<[string, string | undefined]> {
  let at = 0
  while (at < output.length) {
    const end = output.indexOf(10, at)
    const [id = '', , size = '0'] = output.toString('latin1', at, end).split(' ')
    const start = end + 1
    at = start + Number(size) + 1
    yield [id, asText(output.subarray(start, at - 1))]
  }
}

const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

function asText(bytes: Uint8Array): string | undefined {
  if (bytes.includes(0)) return undefined
  try {
    return strict.decode(bytes)
  } catch {
    return undefined
  }
}
