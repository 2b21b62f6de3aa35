/** What the YAML parser means, in words for somebody who writes a lab. */

import type { YAMLError } from 'yaml'

interface Explanation {
  readonly happened: string
  readonly remedy: string
}

const NO_COLON: Explanation = {
  happened: 'A key has no colon.',
  remedy: 'Write it as `key: value`, or check the indentation.',
}

const BY_CODE: Readonly<Record<string, Explanation>> = {
  TAB_AS_INDENT: { happened: 'A tab is used for indentation.', remedy: 'Indent with blanks.' },
  BLOCK_AS_IMPLICIT_KEY: {
    happened: 'There is a second key on this line.',
    remedy: 'Put a value that has a colon in quotes, or the key on a line of its own.',
  },
  MULTIPLE_DOCS: {
    happened: 'There is a second document in this file.',
    remedy: 'One lab a file; remove what begins at ---.',
  },
  MULTILINE_IMPLICIT_KEY: NO_COLON,
  BAD_INDENT: { happened: 'The indentation does not fit what is above it.', remedy: 'Line it up with its neighbours.' },
  BAD_DQ_ESCAPE: {
    happened: 'There is no such escape in double quotes.',
    remedy: "Use single quotes for text with back-slashes: '…'.",
  },
  MISSING_CHAR: { happened: 'Something is not closed here.', remedy: 'Look for a missing colon, quote or bracket.' },
  BAD_SCALAR_START: { happened: 'A plain value cannot begin with this sign.', remedy: 'Put the value in quotes.' },
  RESOURCE_EXHAUSTION: { happened: 'This lies too deep.', remedy: 'A lab never needs that; make it flatter.' },
}

export function explainSyntax(text: string, error: YAMLError): Explanation {
  const line = lineAround(text, error.pos[0])
  if (/[[{,:]\s*\$\{/.test(line) && /[{[].*\$\{/.test(line)) {
    return {
      happened: 'A variable stands inside { } or [ ] without quotes.',
      remedy: "Write '${name}' with quotes there.",
    }
  }
  if (error.message.includes('block-seq-ind on same line')) {
    return { happened: 'A list cannot begin on the line of its key.', remedy: 'Put the first "- " on the next line.' }
  }
  if (error.code === 'MISSING_CHAR' || error.message.startsWith('Flow ')) return missing(error.message)
  return (
    BY_CODE[error.code] ?? {
      happened: `This is not YAML: ${lowerFirst(firstLine(error.message))}.`,
      remedy: 'Look at what stands here and just before it.',
    }
  )
}

function missing(message: string): Explanation {
  if (message.includes('quote')) return { happened: 'A quote is not closed.', remedy: 'Close it.' }
  if (message.includes('}'))
    return { happened: 'A mapping that began with { is not closed.', remedy: 'Close it with }.' }
  if (message.includes(']')) return { happened: 'A list that began with [ is not closed.', remedy: 'Close it with ].' }
  return NO_COLON
}

function lineAround(text: string, offset: number): string {
  const start = text.lastIndexOf('\n', offset - 1) + 1
  const end = text.indexOf('\n', offset)
  return text.slice(start, end < 0 ? undefined : end)
}

const firstLine = (text: string): string => text.split('\n')[0] ?? ''
const lowerFirst = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1)
