/**
 * Loaded into the server's process before anything else (`--import`): notes each request that it sends to anybody, one
 * line a request, in the file that the environment names.
 */
import { subscribe } from 'node:diagnostics_channel'
import { appendFileSync } from 'node:fs'
import type { ClientRequest } from 'node:http'

/** Names the file, in the environment of the server. */
export const REQUESTS_FILE = 'DRYDOCK_BENCH_REQUESTS'

const file = process.env[REQUESTS_FILE]
if (file !== undefined) {
  subscribe('http.client.request.start', (message) => {
    const { method, path } = (message as { request: ClientRequest }).request
    appendFileSync(file, `${method} ${path}\n`)
  })
}
