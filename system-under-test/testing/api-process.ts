import { freePort } from '../free-port.ts';
import { runWorkerProcess, type WorkerProcess } from './ingestion-stack.ts';
import { waitUntil } from './wait-until.ts';

/** The secret of every API in a test. */
export const apiToken = 'a-token-of-tests';

/** An answer of the API. */
export interface ApiAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Readonly<Record<string, unknown>>;
}

/** A REST API process under test, at an address that stays when it is started again. */
export interface ApiProcess {
  readonly url: string;
  readonly process: WorkerProcess;
  /** Sends a request with the token, and a key if there is one. */
  ask(method: string, path: string, options?: { readonly key?: string; readonly body?: unknown }): Promise<ApiAnswer>;
}

/** Starts an API and waits until it listens. */
export async function startApi(environment: Record<string, string>, command = 'api/main.ts'): Promise<ApiProcess> {
  const port = environment['API_PORT'] ?? String(await freePort());
  const url = `http://127.0.0.1:${port}`;
  const env = { PATH: process.env['PATH'] ?? '', SUPABASE_KEY: 'key', API_TOKEN: apiToken, ...environment };
  const child = runWorkerProcess(command, { ...env, API_PORT: port });
  await waitUntil('an API that listens', () => {
    if (child.child.exitCode !== null) throw new Error(`The API ended: ${child.output()}`);
    return child.output().includes('The API listens') ? true : undefined;
  });
  const ask: ApiProcess['ask'] = async (method, path, { key, body } = {}) => {
    const response = await fetch(`${url}${path}`, {
      method,
      headers: {
        Authorization: `Bearer ${apiToken}`,
        ...(key === undefined ? {} : { 'Idempotency-Key': key }),
        ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const answered = (await response.json()) as Record<string, unknown>;
    return { status: response.status, headers: response.headers, body: answered };
  };
  return { url, process: child, ask };
}
