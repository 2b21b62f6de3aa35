import type { Readable } from 'node:stream'

/** What a CGI program says before the body of its answer. */
export interface CgiHead {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  /** What of the body came with it. */
  readonly rest: Buffer
}

const MAX_HEAD_BYTES = 64 * 1024

/** Reads up to the empty line; undefined when the program ends before it. The stream can be read on afterwards. */
export async function readCgiHead(stream: Readable): Promise<CgiHead | undefined> {
  let head = Buffer.alloc(0)
  for await (const chunk of stream.iterator({ destroyOnReturn: false })) {
    head = Buffer.concat([head, chunk as Buffer])
    const end = /\r?\n\r?\n/.exec(head.toString('latin1'))
    if (end !== null)
      return { ...parse(head.toString('latin1', 0, end.index)), rest: head.subarray(end.index + end[0].length) }
    if (head.length > MAX_HEAD_BYTES) return undefined
  }
  return undefined
}

function parse(text: string): Omit<CgiHead, 'rest'> {
  let status = 200
  const headers: Record<string, string> = {}
  for (const line of text.split(/\r?\n/)) {
    const [, name = '', value = ''] = /^([^:]+):\s*(.*)$/.exec(line) ?? []
    if (name.toLowerCase() === 'status') status = Number.parseInt(value, 10)
    else if (name !== '') headers[name] = value
  }
  return { status, headers }
}
