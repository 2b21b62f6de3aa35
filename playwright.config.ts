import { defineConfig } from '@playwright/test'

/** What a person sees, in a real window. `shell`: the desktop shell around a fake engine. */
export default defineConfig({
  testDir: 'test/app',
  outputDir: 'test-results',
  timeout: 60_000,
  workers: 1,
  reporter: [['list']],
  projects: [{ name: 'shell', testMatch: 'shell-*.spec.ts' }],
})
