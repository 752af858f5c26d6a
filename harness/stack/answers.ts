import { connect } from 'node:net';

const ANSWER_LIMIT_MS = 1000;

/** Whether something accepts connections on that port of 127.0.0.1; undefined for "not yet". */
export async function acceptsConnections(port: number): Promise<true | undefined> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1' });
    const end = (answer: true | undefined): void => {
      socket.destroy();
      resolve(answer);
    };
    socket.setTimeout(ANSWER_LIMIT_MS, () => end(undefined));
    socket.once('connect', () => end(true));
    socket.once('error', () => end(undefined));
  });
}

/** Asks by a GET of that URL. @throws Error where it isn't answered by 2xx. */
export async function askOk(url: string, signal: AbortSignal): Promise<void> {
  const response = await fetch(url, { signal });
  const text = await response.text();
  if (!response.ok) throw new Error(`HTTP ${response.status} ${text.trim()}`);
}

/** Whether a GET of that URL is answered by 2xx; undefined for "not yet". */
export async function answersOk(url: string): Promise<true | undefined> {
  try {
    await askOk(url, AbortSignal.timeout(ANSWER_LIMIT_MS));
    return true;
  } catch {
    return undefined;
  }
}
