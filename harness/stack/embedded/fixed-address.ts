import { lookup } from 'node:dns/promises';
import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { HarnessError } from '../../errors.ts';
import { placeOfService } from '../../model/services.ts';
import { knowsSocketHolders, socketHolder } from '../../processes/socket-holder.ts';

/** A component that may connect to an address written into its code, and where its connections must lead. */
export interface FixedAddressClient {
  /** The processes of it that live now. */
  pids(): Promise<readonly number[]>;
  /** The `host:port` of its end of the link. */
  readonly link: string;
}

/** An address that the programs of a system have in their code. */
export interface FixedAddress {
  readonly address: string;
  readonly clients: () => readonly FixedAddressClient[];
  /** The `host:port` of the server itself, for any other process. */
  readonly direct: string;
  /** Closes everything. */
  readonly signal: AbortSignal;
}

/**
 * Listens at an address that is written into the code of a system, and leads each connection through the link of the
 * component that opened it.
 *
 * @remarks The kernel says which process holds the other end of a connection. A connection of any other process leads to
 * the server itself, past every fault.
 * @throws HarnessError CHAOS_PORT_TAKEN, CHAOS_STACK_LACKS
 */
export async function listenAtFixed(listening: FixedAddress): Promise<void> {
  const { address } = listening;
  if (!knowsSocketHolders) {
    const sentence = 'chaos.config.ts: `workers.fixedAddress` works on Linux only.';
    throw new HarnessError('CHAOS_STACK_LACKS', `${sentence} Have the workers read TEMPORAL_ADDRESS.`);
  }
  const { host, port } = placeOf(address);
  // `localhost` is 127.0.0.1, and ::1 where there is IPv6; a program may try either first.
  const found = host === 'localhost' ? await lookup(host, { all: true }) : [];
  const addresses = host === 'localhost' ? ['127.0.0.1', ...found.map((each) => each.address)] : [host];
  for (const each of new Set(addresses)) {
    await listen(each, port, listening).catch((error: NodeJS.ErrnoException) => {
      if (!isMissingIpv6(each, error)) throw unusable(address, error);
    });
  }
}

/** Whether a machine without IPv6 names its address all the same, as containers do in /etc/hosts: no program uses it. */
export function isMissingIpv6(host: string, { code }: Pick<NodeJS.ErrnoException, 'code'>): boolean {
  return host === '::1' && (code === 'EADDRNOTAVAIL' || code === 'EAFNOSUPPORT');
}

/** The host and port that an address names. */
export function placeOf(address: string): { readonly host: string; readonly port: number } {
  return placeOfService(new URL(`tcp://${address}`));
}

async function listen(host: string, port: number, listening: FixedAddress): Promise<void> {
  const server = createServer({ allowHalfOpen: true }, (socket) => void lead(socket, port, listening));
  server.listen({ port, host, exclusive: true });
  await once(server, 'listening');
  listening.signal.addEventListener('abort', () => void server.close(), { once: true });
}

async function lead(socket: Socket, to: number, { clients, direct, signal }: FixedAddress): Promise<void> {
  // A connection that breaks before it is led has nothing to tell.
  socket.on('error', () => undefined);
  const from = socket.remotePort ?? 0;
  const link = (await linkOf({ from, to }, clients())) ?? direct;
  if (socket.destroyed || signal.aborted) return void socket.destroy();
  const { host, port } = placeOf(link);
  join(socket, connect({ host, port, allowHalfOpen: true }), signal);
}

async function linkOf(
  pair: { readonly from: number; readonly to: number },
  clients: readonly FixedAddressClient[],
): Promise<string | null> {
  for (const client of clients) {
    if (socketHolder(pair, await client.pids()) !== null) return client.link;
  }
  return null;
}

/** Passes bytes both ways; a reset of one side is a reset of the other. */
function join(one: Socket, other: Socket, signal: AbortSignal): void {
  const end = (): void => {
    one.destroy();
    other.destroy();
  };
  signal.addEventListener('abort', end, { once: true });
  for (const [from, to] of [
    [one, other],
    [other, one],
  ] as const) {
    from.pipe(to);
    from.on('error', () => to.resetAndDestroy());
    from.on('close', () => {
      signal.removeEventListener('abort', end);
      to.end();
    });
  }
}

function unusable(address: string, { code, message }: NodeJS.ErrnoException): HarnessError {
  const field = `\`workers.fixedAddress\` (${address})`;
  if (code === 'EADDRINUSE') {
    const sentence = `chaos.config.ts: the harness must listen at ${field}, but its port is already in use.`;
    return new HarnessError('CHAOS_PORT_TAKEN', `${sentence} Stop the program that listens there.`);
  }
  return new HarnessError('CHAOS_BAD_CONFIG', `chaos.config.ts: the harness can't listen at ${field}: ${message}.`);
}
