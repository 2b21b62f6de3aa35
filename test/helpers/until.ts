const LIMIT_MS = 10_000

/**
 * Resolves when the condition holds; `each` runs before every look. Rejects with what `describe` says when it does not
 * come to that in time.
 */
export async function until(
  condition: () => boolean,
  describe: () => unknown = () => condition.toString(),
  each: () => void = () => undefined,
  limitMs: number = LIMIT_MS,
): Promise<void> {
  const startedAt = performance.now()
  while (!condition()) {
    if (performance.now() - startedAt > limitMs) throw new Error(`it did not come to: ${JSON.stringify(describe())}`)
    await new Promise((resolve) => setTimeout(resolve, 2))
    each()
  }
}
