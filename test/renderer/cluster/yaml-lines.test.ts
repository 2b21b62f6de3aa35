import { describe, expect, it } from 'vitest'
import { yamlLines } from '../../../renderer/cluster/yaml-lines.ts'

describe('yamlLines', () => {
  it('parts keys from what is before and after them', () => {
    expect(yamlLines('metadata:\n  name: vote\n  - image: a:b\n')).toEqual([
      { lead: '', key: 'metadata:', rest: '' },
      { lead: '  ', key: 'name:', rest: ' vote' },
      { lead: '  - ', key: 'image:', rest: ' a:b' },
    ])
  })

  it('finds no keys in list values and in blocks of text', () => {
    expect(yamlLines('args: |\n  a: b\n\n  c: d\nnext: 1\n- plain').map((line) => line.key)).toEqual([
      'args:',
      '',
      '',
      '',
      'next:',
      '',
    ])
  })
})
