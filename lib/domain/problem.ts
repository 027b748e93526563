/** Every way a request can fail that the caller can act on, with its HTTP status (RFC 9457 answers carry both). */
export const STATUS_OF = {
  "bad-input": 400,
  unauthorised: 401,
  forbidden: 403,
  "not-found": 404,
  "method-not-allowed": 405,
  "impossible-now": 409,
  "stale-version": 412,
  "too-large": 413,
  "unsupported-media-type": 415,
  "nothing-valid": 422,
  "condition-required": 428,
  "too-many-requests": 429,
  "driver-unreachable": 502,
  "storage-unavailable": 503,
  overloaded: 503,
  "not-ready": 503,
} as const;

export type ProblemCode = keyof typeof STATUS_OF;

/** The built server holds this file more than once, and what one part of it throws another has to know. */
const MARK = Symbol.for("greenlight.problem");

/** An expected failure, known by its mark. `message` may be shown to the user; `cause` is for the log only. */
export class Problem extends Error {
  override readonly name = "Problem";
  readonly [MARK] = true;
  readonly code: ProblemCode;
  /** Fields that the answer carries beside RFC 9457's own, such as `rejected`. */
  readonly extra: Readonly<Record<string, unknown>>;

  constructor(
    code: ProblemCode,
    message: string,
    options: ErrorOptions & { extra?: Record<string, unknown> } = {},
  ) {
    super(message, options);
    this.code = code;
    this.extra = options.extra ?? {};
  }

  static override [Symbol.hasInstance](value: unknown): value is Problem {
    return typeof value === "object" && value !== null && MARK in value;
  }
}
