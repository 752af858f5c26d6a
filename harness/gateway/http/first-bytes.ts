import type { Socket } from 'node:net';

/** The beginning of HTTP/2 without TLS and without an upgrade. */
const HTTP2_PREFACE = 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n';
/** Far longer than any method of HTTP. */
const LONGEST_METHOD = 32;

/** The protocol that a client begins to speak. */
export type FirstProtocol = 'HTTP/1' | 'HTTP/2' | 'no HTTP';

/**
 * Reads a client's first bytes, as many as its protocol takes to tell, and gives them back to its socket.
 *
 * @param told - called once, unless the connection ends before
 */
export function readFirstBytes(socket: Socket, told: (protocol: FirstProtocol) => void): void {
  let seen = Buffer.alloc(0);
  const look = (bytes: Buffer): void => {
    seen = Buffer.concat([seen, bytes]);
    const protocol = protocolOf(seen.toString('latin1'));
    if (protocol === undefined) return;
    socket.off('data', look);
    socket.pause();
    socket.unshift(seen);
    told(protocol);
    process.nextTick(() => socket.resume());
  };
  socket.on('data', look);
}

/** Undefined if it takes more bytes to tell. */
function protocolOf(text: string): FirstProtocol | undefined {
  if (text.startsWith(HTTP2_PREFACE)) return 'HTTP/2';
  if (HTTP2_PREFACE.startsWith(text)) return undefined;
  // Some clients send an empty line before a request.
  const first = text.replace(/^[\r\n]+/, '');
  if (/^[A-Za-z-]+ /.test(first)) return 'HTTP/1';
  return /^[A-Za-z-]*$/.test(first) && first.length <= LONGEST_METHOD ? undefined : 'no HTTP';
}
