import { describe, expect, it } from 'vitest'
import { labId } from '../../../electron/contract/ids.ts'
import { parseRoute, routeHash } from '../../../renderer/state/route.ts'

describe('route', () => {
  it.each(['', '#/', '#/labs/', '#/labs/../x', '#/labs/A', '#/other'])('%j is the catalogue', (hash) => {
    expect(parseRoute(hash)).toEqual({ screen: 'catalogue' })
  })

  it('comes back from its own address', () => {
    const route = { screen: 'lab', lab: labId('first-look') } as const
    expect(parseRoute(routeHash(route))).toEqual(route)
  })
})
