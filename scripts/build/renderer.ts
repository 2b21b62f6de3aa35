import { join } from 'node:path'
import { build } from 'vite'

/** Builds the page into `dist/renderer`, as its own configuration says. */
export async function buildRenderer(root: string): Promise<void> {
  await build({ configFile: join(root, 'renderer/vite.config.ts'), logLevel: 'warn' })
}
