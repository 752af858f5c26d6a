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

/** Whether a GET of that URL is answered by 2xx; undefined for "not yet". */
export async function answersOk(url: string): Promise<true | undefined> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(ANSWER_LIMIT_MS) });
    await response.arrayBuffer();
    return response.ok ? true : undefined;
  } catch {
    return undefined;
  }
}
