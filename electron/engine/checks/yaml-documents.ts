/** The YAML documents of a file in a repository, as plain values. */

import { parseAllDocuments } from 'yaml'

export type YamlDocuments = { readonly documents: readonly unknown[] } | { readonly problem: string }

const read = new Map<string, YamlDocuments>()
const MAX_READ = 64
/** A file with more of them is made to be slow. */
const MAX_ALIASES = 100

/** Read once for each text; documents that are empty do not count. */
export function yamlDocuments(text: string): YamlDocuments {
  const known = read.get(text)
  if (known !== undefined) return known
  const fresh = parse(text)
  if (read.size >= MAX_READ) read.clear()
  read.set(text, fresh)
  return fresh
}

function parse(text: string): YamlDocuments {
  try {
    const documents = [...parseAllDocuments(text, { logLevel: 'silent' })]
    const error = documents.flatMap((document) => document.errors)[0]
    if (error !== undefined) return { problem: firstLine(error.message) }
    const values = documents.map((document): unknown => document.toJS({ maxAliasCount: MAX_ALIASES }))
    return { documents: values.filter((value) => value !== null && value !== undefined) }
  } catch (error) {
    return { problem: firstLine(error instanceof Error ? error.message : String(error)) }
  }
}

const firstLine = (message: string): string => (message.split('\n')[0] ?? '').replace(/[:.]$/, '')
