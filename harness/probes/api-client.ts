import { setTimeout as delay } from 'node:timers/promises';
import { firstLine, messageWithCause } from '../errors.ts';
import type { ApiRequest } from '../model/api-request.ts';
import type { Journal } from '../model/journal.ts';
import { API } from '../model/plan.ts';
import type { WorkflowClient } from '../model/probes.ts';

/** The system's API, as its clients reach it. */
export interface ApiClientOptions {
  readonly url: string;
  readonly token: string;
  /** How it is asked; left out: by the `fetch` of this process. */
  readonly fetch?: typeof fetch | undefined;
  readonly journal: Journal;
  /** How long one request may take, in milliseconds. */
  readonly requestLimitMs: number;
  /** For how long a request is sent again, in milliseconds; then its outcome is unknown. */
  readonly operationLimitMs: number;
}

/** The API refused a request for good: a status of 4xx, but for 408 and 429. */
export class ApiRefusal extends Error {
  override readonly name = 'ApiRefusal';
}

const PAUSE_MS = 250;

/**
 * A client of Temporal that asks the system's API wherever the plan has a request for it.
 *
 * @remarks It does as a careful client must: if no answer comes, or one that says "later", the same request is sent
 * again, with the same key, after the time that the answer asks for. Each time is journalled.
 */
export function askingApi(workflows: WorkflowClient, options: ApiClientOptions | null): WorkflowClient {
  const ask = async (workflowId: string, request: ApiRequest): Promise<void> => {
    if (options === null) throw new TypeError('Expected a stack with an API.');
    await untilAnswered(workflowId, request, options);
  };
  return {
    ...workflows,
    start: async (job, action) =>
      job.request === undefined ? workflows.start(job, action) : ask(job.workflowId, job.request),
    act: async (workflowId, action) =>
      action.request === undefined ? workflows.act(workflowId, action) : ask(workflowId, action.request),
    outcomeUnknown: (error) => !(error instanceof ApiRefusal) && workflows.outcomeUnknown(error),
  };
}

async function untilAnswered(workflowId: string, request: ApiRequest, options: ApiClientOptions): Promise<void> {
  const { journal, operationLimitMs } = options;
  const { method, path } = request;
  const endMs = performance.now() + operationLimitMs;
  for (let attempt = 1; ; attempt += 1) {
    const startMs = journal.nowMs();
    const { status, error, pauseMs } = await sent(request, options);
    const latencyMs = journal.nowMs() - startMs;
    const entry = { kind: 'request', component: API, workflowId, method, path, attempt, latencyMs, status } as const;
    journal.write({ ...entry, ...(error === undefined ? {} : { error }) });
    if (error === undefined) return;
    if (status !== null && isFinal(status)) throw new ApiRefusal(`The API answered ${status}: ${error}`);
    if (performance.now() + pauseMs >= endMs) throw new Error(`The API did not carry out the request: ${error}`);
    await delay(pauseMs);
  }
}

interface Answer {
  readonly status: number | null;
  readonly pauseMs: number;
  /** Left out if it was carried out. */
  readonly error?: string;
}

async function sent(
  { method, path, headers, body }: ApiRequest,
  { url, token, requestLimitMs, fetch: ask = fetch }: ApiClientOptions,
): Promise<Answer> {
  try {
    const json = body === undefined ? {} : { 'content-type': 'application/json' };
    const response = await ask(`${url}${path}`, {
      method,
      headers: { ...headers, ...json, authorization: `Bearer ${token}` },
      signal: AbortSignal.timeout(requestLimitMs),
      redirect: 'manual',
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    const { status, ok } = response;
    const pauseMs = Number(response.headers.get('retry-after')) * 1000 || PAUSE_MS;
    return ok ? { status, pauseMs } : { status, pauseMs, error: text.trim() || response.statusText };
  } catch (thrown) {
    return { status: null, pauseMs: PAUSE_MS, error: firstLine(messageWithCause(thrown)) };
  }
}

function isFinal(status: number): boolean {
  return status < 500 && status !== 408 && status !== 429;
}
