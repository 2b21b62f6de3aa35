import { defineConfig } from '@playwright/test'

const executablePath = process.env['DRYDOCK_CHROMIUM']
/** Chromium refuses its sandbox to root, whom continuous integration often is. */
const args = process.getuid?.() === 0 ? ['--no-sandbox'] : []

/**
 * What a person sees. `shell`: the desktop shell around a fake engine. `browser` and `electron`: the same specs with the
 * real engine, in headless Chromium and in a real window.
 */
export default defineConfig({
  testDir: 'test/app',
  outputDir: 'test-results',
  timeout: 60_000,
  workers: 1,
  // As in vitest.config.ts.
  retries: process.env['CI'] === undefined ? 0 : 1,
  forbidOnly: true,
  reporter: [['list']],
  projects: [
    { name: 'shell', testMatch: 'shell-*.spec.ts' },
    {
      name: 'browser',
      testIgnore: ['shell-*.spec.ts', 'electron-*.spec.ts'],
      use: { launchOptions: { args, ...(executablePath === undefined ? {} : { executablePath }) } },
    },
    { name: 'electron', testIgnore: 'shell-*.spec.ts' },
  ],
})
