import { defineConfig } from 'vitest/config'

const slow = { testTimeout: 180_000, hookTimeout: 180_000, fileParallelism: false, maxWorkers: 1 }

/** `unit`: everything fast. `cluster`: against the real embedded cluster. `labs`: every lab proves itself. */
export default defineConfig({
  test: {
    reporters: ['default'],
    pool: 'forks',
    projects: [
      {
        test: {
          name: 'unit',
          include: ['test/**/*.test.{ts,tsx}'],
          exclude: ['test/cluster/**', 'test/labs/**', 'test/app/**'],
          testTimeout: 20_000,
          hookTimeout: 20_000,
        },
      },
      { test: { name: 'cluster', include: ['test/cluster/**/*.test.ts'], ...slow } },
      { test: { name: 'labs', include: ['test/labs/**/*.test.ts'], ...slow } },
    ],
  },
})
