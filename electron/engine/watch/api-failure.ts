/** Why a request to the API server did not succeed. */

/** What a failure means for whoever watches. */
export type FailureKind =
  /** Nobody answers at the address. */
  | 'unreachable'
  /** The connection broke, or what came through it was no answer. */
  | 'cut'
  /** Nothing was heard for longer than is normal. */
  | 'silent'
  /** The answer was an error: see `status`. */
  | 'refused'

export class ApiFailure extends Error {
  override readonly name = 'ApiFailure'
  readonly kind: FailureKind
  /** The HTTP status, 0 when there was no answer. */
  readonly status: number

  constructor(kind: FailureKind, message: string, status = 0, options?: { readonly cause?: unknown }) {
    super(message, options)
    this.kind = kind
    this.status = status
  }
}

export const STATUS_FORBIDDEN = 403
export const STATUS_UNAUTHORIZED = 401
export const STATUS_NOT_FOUND = 404
export const STATUS_GONE = 410

/** Whatever was thrown, as a failure; what is none is taken for a broken connection. */
export const asFailure = (error: unknown): ApiFailure =>
  error instanceof ApiFailure ? error : new ApiFailure('cut', String(error), 0, { cause: error })

/** The failure that an error answer stands for; the message is the API's own where it gives one. */
export function failureOf(status: number, body: string): ApiFailure {
  return new ApiFailure('refused', messageOf(body) ?? `HTTP status ${status}`, status)
}

function messageOf(body: string): string | undefined {
  try {
    const { message } = JSON.parse(body) as { message?: unknown }
    return typeof message === 'string' && message !== '' ? message : undefined
  } catch {
    const text = body.trim()
    return text === '' || text.length > 200 ? undefined : text
  }
}
