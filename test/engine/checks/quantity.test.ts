import { describe, expect, it } from 'vitest'
import { parseQuantity } from '../../../electron/engine/checks/quantity.ts'

describe('parseQuantity', () => {
  it.each([
    ['500m', '0.5'],
    ['100m', '0.1'],
    ['1', '1000m'],
    ['1Gi', '1024Mi'],
    ['1G', '1e9'],
    ['12E', '12e18'],
    ['1.5Ki', '1536'],
    ['0', '0Mi'],
    ['-2', '-2000m'],
    ['0.0000000001', '1n'],
    [2, '2'],
  ])('takes %s and %s for the same', (one, other) => {
    expect(parseQuantity(one)).toBeTypeOf('bigint')
    expect(parseQuantity(one)).toEqual(parseQuantity(other))
  })

  it.each(['', '.', 'm', '1 Gi', '1gi', 'v4', '1e', '1e999', '٣', null, true, {}])(
    'takes %j for no quantity',
    (value) => {
      expect(parseQuantity(value)).toBeUndefined()
    },
  )
})
