import { labId } from '../../electron/contract/ids.ts'
import type { LabId } from '../../electron/contract/ids.ts'

/** Which screen is shown. Kept in the address, so that a reload comes back to it. */
export type Route = { readonly screen: 'catalogue' } | { readonly screen: 'lab'; readonly lab: LabId }

const LAB = /^#\/labs\/([a-z0-9][a-z0-9-]*)$/

export function parseRoute(hash: string): Route {
  const name = LAB.exec(hash)?.[1]
  return name === undefined ? { screen: 'catalogue' } : { screen: 'lab', lab: labId(name) }
}

export const routeHash = (route: Route): string => (route.screen === 'lab' ? `#/labs/${route.lab}` : '#/')
