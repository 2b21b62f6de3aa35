import { once } from 'node:events'
import { runCli } from './program.ts'

const stopping = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    if (stopping.signal.aborted) process.exit(130) // asked twice: no more waiting
    stopping.abort()
  })
}
// Whoever reads our output may be gone before us, as in `drydock lab list | head -1`.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined)

const code = await runCli(process.argv.slice(2), {
  out: (text) => void process.stdout.write(text),
  err: (text) => void process.stderr.write(text),
  environment: process.env,
  directory: process.cwd(),
  signal: stopping.signal,
})
for (const stream of [process.stdout, process.stderr]) {
  if (stream.writableNeedDrain) await once(stream, 'drain').catch(() => undefined)
}
process.exit(code)
