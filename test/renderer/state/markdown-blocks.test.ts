import { describe, expect, it } from 'vitest'
import { fencedBlocks, runnableBlocks } from '../../../renderer/state/markdown-blocks.ts'

describe('fencedBlocks', () => {
  it('finds blocks with language, text and line', () => {
    const text = ['Look:', '', '```sh', 'kubectl get pods', 'kubectl get rs', '```', '', '~~~yaml', 'a: 1', '~~~'].join(
      '\n',
    )
    expect(fencedBlocks(text)).toEqual([
      { language: 'sh', text: 'kubectl get pods\nkubectl get rs', line: 3 },
      { language: 'yaml', text: 'a: 1', line: 8 },
    ])
  })

  it('takes the indentation of a list item or a quote off', () => {
    const text = [
      '1. First:',
      '',
      '   ```sh',
      '   kubectl get ns',
      '     indented',
      '   ```',
      '> ```sh',
      '> ls',
      '> ```',
    ].join('\n')
    expect(fencedBlocks(text)).toEqual([
      { language: 'sh', text: 'kubectl get ns\n  indented', line: 3 },
      { language: 'sh', text: 'ls', line: 7 },
    ])
  })

  it('lets a longer fence hold shorter ones', () => {
    const text = ['````markdown', '```sh', 'ls', '```', '````'].join('\n')
    expect(fencedBlocks(text)).toEqual([{ language: 'markdown', text: '```sh\nls\n```', line: 1 }])
  })

  it('runs an unclosed block to the end, and takes the first word as the language', () => {
    expect(fencedBlocks('```sh title="x"\nls\r\npwd')).toEqual([{ language: 'sh', text: 'ls\npwd', line: 1 }])
  })

  it('does not take inline code for a fence', () => {
    expect(fencedBlocks('```not a fence``` and `more`')).toEqual([])
  })
})

describe('runnableBlocks', () => {
  it('keeps what is marked sh, and nothing else', () => {
    const text = ['```sh', 'ls', '```', '```console', '$ ls', '```', '```bash', 'ls', '```', '```', 'ls', '```'].join(
      '\n',
    )
    expect(runnableBlocks(text).map((block) => block.line)).toEqual([1])
  })
})
