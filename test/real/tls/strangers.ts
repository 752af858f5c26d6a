import { connect as connectTcp, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { Authority } from '../../../harness/certificates/authority.ts';
import type { TlsIdentity } from '../../../harness/model/tls.ts';

/** A port that a stack listens on. */
export interface Door {
  readonly name: string;
  readonly host: string;
  readonly port: number;
  /** PostgreSQL begins TLS only when it is asked. */
  readonly speaks: 'tls' | 'postgres';
}

/** What a client shows: a certificate, or none; or it speaks no TLS at all. */
export type Shown = Partial<TlsIdentity> | 'no TLS';

/** How long a door may keep silent before that counts as nothing, in milliseconds. */
const SILENT_MS = 1500;
const SSL_REQUEST = Buffer.from('0000000804d2162f', 'hex');
const STARTUP = Buffer.from('\0\0\0\x17\0\x03\0\0user\0postgres\0\0', 'latin1');
const HTTP = 'GET /health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n';

/** Those who must get nothing, by what they lack. */
export async function strangers(): Promise<Readonly<Record<string, Shown>>> {
  const other = await Authority.create('another authority');
  const foreign = await other.issue({ name: 'harness', hosts: ['localhost'] });
  return { 'without TLS': 'no TLS', 'without a certificate': {}, 'with one of another authority': foreign };
}

/**
 * Knocks at a door with what a client shows.
 *
 * @returns `nothing`, or what the door gives: an answer of HTTP, frames of HTTP/2, or the request for a password
 */
export async function knock(door: Door, shown: Shown): Promise<string> {
  const tcp = connectTcp({ host: door.host, port: door.port });
  tcp.on('error', () => undefined);
  try {
    if (door.speaks === 'postgres') return await askPostgres(tcp, shown);
    if (shown === 'no TLS') return given(await heard(tcp, HTTP));
    const answers = await Promise.all([heard(secure(tcp, shown), HTTP), frames(door, shown)]);
    return answers.map((answer) => given(answer)).find((one) => one !== 'nothing') ?? 'nothing';
  } finally {
    tcp.destroy();
  }
}

/** A gRPC server speaks first, as soon as it has let a client in. */
async function frames({ host, port }: Door, shown: Exclude<Shown, 'no TLS'>): Promise<Buffer> {
  const tcp = connectTcp({ host, port });
  tcp.on('error', () => undefined);
  try {
    return await heard(secure(tcp, shown, ['h2']), 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\x04\0\0\0\0\0');
  } finally {
    tcp.destroy();
  }
}

async function askPostgres(tcp: Socket, shown: Shown): Promise<string> {
  if (shown === 'no TLS') return password(await heard(tcp, STARTUP));
  const agreed = await heard(tcp, SSL_REQUEST);
  if (agreed.toString('latin1') !== 'S') return 'nothing';
  return password(await heard(secure(tcp, shown), STARTUP));
}

function password(answer: Buffer): string {
  return answer.toString('latin1').startsWith('R') ? 'asks for a password' : 'nothing';
}

/** A refusal is nothing: an alert of TLS, or 400 to a client that speaks none. */
function given(answer: Buffer): string {
  const text = answer.toString('latin1');
  if (/^HTTP\/1\.[01] 400/.test(text)) return 'nothing';
  if (text.startsWith('HTTP/')) return text.split('\r\n', 1)[0] ?? 'HTTP';
  // The first frame of a server of HTTP/2 is that of its settings.
  return answer.length >= 9 && answer[3] === 4 ? 'HTTP/2' : 'nothing';
}

function secure(socket: Socket, shown: Exclude<Shown, 'no TLS'>, ALPNProtocols: string[] = []): Socket {
  const { cert, key } = shown;
  const identity = cert === undefined || key === undefined ? {} : { cert, key };
  // A stranger believes every server: what it gets is the question.
  return connectTls({ socket, ...identity, rejectUnauthorized: false, ALPNProtocols });
}

/** The first that comes back, or nothing. */
async function heard(socket: Socket, said: string | Buffer): Promise<Buffer> {
  return new Promise((resolve) => {
    const end = (answer: Buffer): void => {
      clearTimeout(timer);
      resolve(answer);
    };
    const timer = setTimeout(() => end(Buffer.alloc(0)), SILENT_MS);
    socket.once('data', end);
    socket.on('error', () => end(Buffer.alloc(0)));
    socket.once('close', () => end(Buffer.alloc(0)));
    socket.write(said);
  });
}
