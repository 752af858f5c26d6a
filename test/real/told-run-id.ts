import type { Readable } from 'node:stream';
import { waitFor } from '../../harness/wait.ts';

const LIMIT_MS = 60_000;

/** The id of the run that was told of; null where there was none. */
export function runIdIn(stderr: string): string | null {
  return /\brun (\d{8}-\d{6}-(?:s\d+|up)-[0-9a-f]{4})\b/.exec(stderr)?.[1] ?? null;
}

/** Resolves with the id of a run as soon as its process has said it on standard error, which is read to its end. */
export async function toldRunId(stderr: Readable): Promise<string> {
  let text = '';
  stderr.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
  const limits = { limitMs: LIMIT_MS, signal: new AbortController().signal };
  return waitFor(() => runIdIn(text) ?? undefined, { what: 'the id of the run', ...limits }).catch((error: unknown) => {
    throw new Error(`${String(error)} It said: ${text}`);
  });
}
