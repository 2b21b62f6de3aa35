/** Kubernetes quantities: `500m`, `0.5`, `64Mi`, `1e3`. */

const NANO_DIGITS = 9
const MAX_EXPONENT = 30

const DECIMAL_EXPONENT: Readonly<Record<string, number>> = {
  n: -9,
  u: -6,
  m: -3,
  '': 0,
  k: 3,
  M: 6,
  G: 9,
  T: 12,
  P: 15,
  E: 18,
}
const BINARY_EXPONENT: Readonly<Record<string, number>> = { Ki: 10, Mi: 20, Gi: 30, Ti: 40, Pi: 50, Ei: 60 }

const QUANTITY = /^([+-]?)(\d*)(?:\.(\d*))?(?:([eE])([+-]?\d{1,3})|([numkMGTPE]|[KMGTPE]i)?)$/

/**
 * The quantity in billionths, the smallest part that Kubernetes knows (finer ones are rounded up); undefined when it is
 * none. Exact, so that `0.1` and `100m` are equal.
 */
export function parseQuantity(value: unknown): bigint | undefined {
  if (typeof value !== 'string' && typeof value !== 'number') return undefined
  const parts = QUANTITY.exec(String(value))
  if (parts === null) return undefined
  const [, sign = '', whole = '', fraction = '', , exponent, suffix = ''] = parts
  if (whole === '' && fraction === '') return undefined
  const digits = BigInt(whole + fraction)
  const shift = (exponent === undefined ? (DECIMAL_EXPONENT[suffix] ?? 0) : Number(exponent)) - fraction.length
  if (Math.abs(shift) > MAX_EXPONENT) return undefined
  const scaled = digits << BigInt(BINARY_EXPONENT[suffix] ?? 0)
  const nanos = timesTenTo(scaled, shift + NANO_DIGITS)
  return sign === '-' ? -nanos : nanos
}

function timesTenTo(value: bigint, exponent: number): bigint {
  if (exponent >= 0) return value * 10n ** BigInt(exponent)
  const divisor = 10n ** BigInt(-exponent)
  return (value + divisor - 1n) / divisor
}
