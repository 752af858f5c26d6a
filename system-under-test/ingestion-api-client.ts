import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { type ClientConfig, ConfigError } from './config.ts';
import type { IngestionClient } from './ingestion-client.ts';
import { RefusedError } from './refused-error.ts';
import type { DocumentStatus } from './workflows/types.ts';

const PAUSE_MS = 250;
const REQUEST_LIMIT_MS = 5000;

interface Wish {
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly path: string;
  readonly body?: unknown;
}

/**
 * A client that asks the REST API instead of Temporal.
 *
 * @remarks Each wish gets a key; without an answer it is sent again with the same one, until the limit of a call is over.
 * @throws ConfigError if API_URL or API_TOKEN is not set. Its operations throw RefusedError where the API answers 4xx.
 */
export function ingestionApiClient(config: ClientConfig): IngestionClient {
  const { API_URL: url, API_TOKEN: token, TEMPORAL_CALL_LIMIT_MS: limitMs } = config;
  if (url === undefined || token === undefined) {
    throw new ConfigError('Expected API_URL and API_TOKEN to be set for --api, but one is not. Set both.');
  }
  const ask = async (wish: Wish): Promise<Record<string, unknown>> =>
    untilAnswered(request(url, token, wish), { url, limitMs });
  const pathOf = (document: string): string => `/documents/${encodeURIComponent(document)}`;
  return {
    start: async (body) => {
      await ask({ method: 'POST', path: '/documents', body });
      return body.document;
    },
    review: async (document, body) => void (await ask({ method: 'POST', path: `${pathOf(document)}/review`, body })),
    cancel: async (document) => void (await ask({ method: 'DELETE', path: pathOf(document) })),
    status: async (document) => (await ask({ method: 'GET', path: pathOf(document) }))['status'] as DocumentStatus,
    deploy: async (buildId) => {
      throw new RefusedError(`Expected to deploy build "${buildId}", but the REST API deploys none. Leave out --api.`);
    },
    [Symbol.asyncDispose]: async () => undefined,
  };
}

/** The same request each time, its key too. */
function request(url: string, token: string, { method, path, body }: Wish): () => Promise<Response> {
  const headers = {
    Authorization: `Bearer ${token}`,
    'Idempotency-Key': randomUUID(),
    ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
  };
  const content = body === undefined ? {} : { body: JSON.stringify(body) };
  return async () =>
    fetch(new URL(path, url), { method, headers, ...content, signal: AbortSignal.timeout(REQUEST_LIMIT_MS) });
}

async function untilAnswered(
  send: () => Promise<Response>,
  { url, limitMs }: { readonly url: string; readonly limitMs: number },
): Promise<Record<string, unknown>> {
  const endMs = performance.now() + limitMs;
  for (;;) {
    const response = await send().catch(() => undefined);
    const isLater = response === undefined || response.status === 429 || response.status >= 500;
    if (!isLater) {
      const answer = (await response.json()) as Record<string, unknown>;
      if (response.ok) return answer;
      throw new RefusedError(String(answer['detail']));
    }
    const pauseMs = Number(response?.headers.get('Retry-After')) * 1000 || PAUSE_MS;
    if (performance.now() + pauseMs >= endMs) {
      const got = response === undefined ? 'no answer came' : `it answered ${response.status}`;
      throw new Error(`Expected the API at ${url} to carry out the request, but ${got}. Check API_URL.`);
    }
    await delay(pauseMs);
  }
}
