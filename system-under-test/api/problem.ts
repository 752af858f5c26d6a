import type { Context } from 'hono';
import { HTTPException } from 'hono/http-exception';

/** The statuses that this API refuses a request with. */
export type ProblemStatus = 400 | 401 | 404 | 405 | 409 | 413 | 415 | 422 | 429 | 500 | 503;

const titles: Readonly<Record<ProblemStatus, string>> = {
  400: 'Bad request',
  401: 'Unauthorized',
  404: 'Not found',
  405: 'Method not allowed',
  409: 'Conflict',
  413: 'Body too large',
  415: 'Unsupported media type',
  422: 'Idempotency-Key reused',
  429: 'Too many requests',
  500: 'Internal error',
  503: 'Service unavailable',
};

/** A request that is answered by an error: its status, and one sentence that says why. */
export class Problem extends Error {
  override readonly name = 'Problem';
  readonly status: ProblemStatus;
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: ProblemStatus, detail: string, headers: Readonly<Record<string, string>> = {}) {
    super(detail);
    this.status = status;
    this.headers = headers;
  }
}

/** The answer to an error, as problem+json ({@link https://www.rfc-editor.org/rfc/rfc9457 | RFC 9457}). */
export function answerProblem(context: Context, { status, message, headers }: Problem): Response {
  const body = { type: 'about:blank', title: titles[status], status, detail: message };
  return context.body(JSON.stringify(body), status, { 'Content-Type': 'application/problem+json', ...headers });
}

/** The problem that an error of a handler stands for; an unforeseen one is logged, and its text stays here. */
export function problemOf(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof HTTPException && error.status < 500) return problemOfHono(error);
  if (isBrokenOff(error)) return new Problem(400, 'The body broke off. Send the request again.');
  console.error(error);
  return new Problem(500, 'The request failed for a reason that is in the log of the API.');
}

/** The refusal of a body that is no JSON. */
export function notJson(): Problem {
  return new Problem(415, 'The body must be JSON. Send the header Content-Type: application/json.');
}

/** The refusals of Hono are those of the body: it is given no other part to judge. */
function problemOfHono({ status }: HTTPException): Problem {
  return status === 415 ? notJson() : new Problem(400, 'The body is not valid JSON. Correct it.');
}

/** Whether the connection of a request ended in the middle of its body; Node has no class for that. */
function isBrokenOff(error: unknown): boolean {
  return error instanceof Error && error.message === 'aborted' && 'code' in error && error.code === 'ECONNRESET';
}
