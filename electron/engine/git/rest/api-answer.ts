import { DrydockError, type ErrorCode } from '../../../contract/errors.ts'

/** What the API answers; without a body, nothing but the status. */
export interface ApiAnswer {
  readonly status: number
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
}

/** A failure, as GitHub's API words it. */
export class ApiError extends Error {
  override readonly name = 'ApiError'
  readonly answer: ApiAnswer

  constructor(status: number, message: string, errors: readonly FieldError[] = []) {
    super(message)
    const more = errors.length === 0 ? {} : { errors }
    const body = { message, ...more, documentation_url: 'https://docs.github.com/rest', status: String(status) }
    this.answer = { status, body }
  }
}

export interface FieldError {
  readonly resource: string
  readonly code: 'missing_field' | 'invalid' | 'already_exists' | 'custom'
  readonly field?: string
  readonly message?: string
}

export const notFound = (): ApiError => new ApiError(404, 'Not Found')

export const invalid = (...errors: readonly FieldError[]): ApiError => new ApiError(422, 'Validation Failed', errors)

const STATUS: Partial<Record<ErrorCode, number>> = {
  'not-found': 404,
  'merge-conflict': 409,
  refused: 422,
  usage: 422,
  'disk-full': 507,
}

/** Any failure as an answer; what is ours keeps its words. */
export function failureAnswer(error: unknown): ApiAnswer {
  if (error instanceof ApiError) return error.answer
  if (!(error instanceof DrydockError)) return new ApiError(500, 'Server Error').answer
  const { code, happened, remedy } = error.detail
  return new ApiError(STATUS[code] ?? 500, `${happened} ${remedy}`).answer
}

export const ok = (body: unknown): ApiAnswer => ({ status: 200, body })
export const created = (body: unknown): ApiAnswer => ({ status: 201, body })
export const NOTHING: ApiAnswer = { status: 204 }
