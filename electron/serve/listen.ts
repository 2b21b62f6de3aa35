import { DrydockError } from '../contract/errors.ts'
import { HOST, startFaceServer, type FaceServer, type FaceServerOptions } from './http-server.ts'
import { portOwner } from './port-owner.ts'

/** Kept from run to run where it can be, because a browser remembers pane sizes and theme by address. */
export const USUAL_PORT = 4717

/**
 * Listens on the port that was asked for or not at all; when none was asked for, on the preferred one or, if somebody
 * has that, on any that is free.
 */
export async function listenSomewhere(
  options: Omit<FaceServerOptions, 'port'>,
  { asked, preferred = USUAL_PORT }: { readonly asked?: number | undefined; readonly preferred?: number | undefined },
): Promise<FaceServer> {
  try {
    return await startFaceServer({ ...options, port: asked ?? preferred })
  } catch (error) {
    if (asked !== undefined) throw portError(asked, error)
    options.log.info('the usual port is taken', { port: preferred })
    return startFaceServer({ ...options, port: 0 })
  }
}

function portError(port: number, error: unknown): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  if (code === 'EACCES') {
    const happened = `This user may not listen on port ${port}.`
    return new DrydockError({ code: 'refused', happened, remedy: 'Give a port above 1023, or none.' }, { cause: error })
  }
  if (code !== 'EADDRINUSE') return error
  const owner = portOwner(port)
  const by = owner === undefined ? 'another program' : `${owner.name} (process ${owner.pid})`
  const happened = `Port ${port} on ${HOST} is in use by ${by}.`
  const remedy = 'Stop that program, or give another port; without --port a free one is taken.'
  return new DrydockError({ code: 'port-in-use', happened, remedy }, { cause: error })
}
