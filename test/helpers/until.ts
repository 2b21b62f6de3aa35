const LIMIT_MS = 10_000

/** Resolves when the condition holds; `each` runs before every look. Rejects with what `describe` says after ten seconds. */
export async function until(condition: () => boolean, describe: () => unknown = () => condition.toString(), each: () => void = () => undefined): Promise<void> {
  const startedAt = performance.now()
  while (!condition()) {
    if (performance.now() - startedAt > LIMIT_MS) throw new Error(`it did not come to: ${JSON.stringify(describe())}`)
    await new Promise((resolve) => setTimeout(resolve, 2))
    each()
  }
}
