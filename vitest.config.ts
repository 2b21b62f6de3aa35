import { defineConfig } from 'vitest/config'

/**
 * A machine that runs everything in one go may stall a real process for once; the summary names what needed a second try.
 * Nobody's own run is that lenient.
 */
const retry = process.env['CI'] === undefined ? 0 : 1
/** Limits are for a machine with two busy cores; nothing waits for them when all is well. Milliseconds. */
const quick = { retry, testTimeout: 60_000, hookTimeout: 60_000, expect: { poll: { timeout: 15_000 } } }
const slow = { ...quick, testTimeout: 180_000, hookTimeout: 180_000, fileParallelism: false, maxWorkers: 1 }

/** `unit`: everything fast. `cluster`: against the real embedded cluster. `labs`: every lab proves itself. */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['test/**/*.test.{ts,tsx}'],
          exclude: ['test/cluster/**', 'test/labs/**', 'test/app/**'],
          ...quick,
        },
      },
      { test: { name: 'cluster', include: ['test/cluster/**/*.test.ts'], ...slow } },
      // Two labs at a time: one of them mostly waits for its own controllers.
      { test: { name: 'labs', include: ['test/labs/**/*.test.ts'], ...slow, maxConcurrency: 2 } },
    ],
  },
})
