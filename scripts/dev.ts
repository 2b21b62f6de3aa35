/** `npm run dev`: the page with hot reload, and an engine that starts anew when its sources change. */
import { join } from 'node:path'
import { startDevelopment } from './dev/development.ts'

const development = await startDevelopment({
  root: join(import.meta.dirname, '..'),
  print: (line) => process.stdout.write(`${line}\n`),
})
const { promise: stopped, resolve } = Promise.withResolvers<void>()
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => resolve())
await stopped
await development.dispose()
