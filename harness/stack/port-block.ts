import { randomInt } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { HarnessError } from '../errors.ts';

const LOWEST = 10_240;
/** Where Linux begins to assign ports by itself, by default; macOS begins higher. */
const USUAL_EPHEMERAL_LOW = 32_768;
/** Enough for the runs that one process has at once: a run takes some 30. */
const BLOCK_SIZE = 256;
/** Where there is little room, blocks are smaller: enough for one run, and for as many processes. */
const LEAST_BLOCKS = 24;

/** First port that the system assigns by itself, from the text of ip_local_port_range. */
export function ephemeralLow(text: string | null): number {
  const low = Number.parseInt(text ?? '', 10);
  return Number.isNaN(low) || low < LOWEST + 1000 ? USUAL_EPHEMERAL_LOW : Math.min(low, USUAL_EPHEMERAL_LOW);
}

/** Ports that only this process gives away, each in its turn. */
export class PortBlock {
  readonly first: number;
  readonly size: number;
  #turn = 0;

  /**
   * @param guard - the port that the process holds as long as it lives
   * @param length - how many ports it has, the guard included
   */
  constructor(guard: number, length: number) {
    this.first = guard + 1;
    this.size = length - 1;
  }

  /** The next port, in use or not; after the last one comes the first. */
  next(): number {
    const port = this.first + this.#turn;
    this.#turn = (this.#turn + 1) % this.size;
    return port;
  }
}

/**
 * Claims a block of ports of 127.0.0.1 by the UDP port of its first number, until the process ends in any way. No client
 * can connect to it.
 *
 * @remarks Below the range that the system assigns by itself: a port from that range may be taken by any outgoing
 * connection before its server binds it. The search begins at a random block.
 * @throws HarnessError CHAOS_PORT_TAKEN if the first port of each block is in use.
 */
export async function claimPortBlock(): Promise<PortBlock> {
  const room = ephemeralLow(readRange()) - LOWEST;
  const length = Math.min(BLOCK_SIZE, Math.floor(room / LEAST_BLOCKS));
  const blocks = Math.floor(room / length);
  const begin = randomInt(blocks);
  for (let tried = 0; tried < blocks; tried += 1) {
    const guard = LOWEST + ((begin + tried) % blocks) * length;
    if (await holds(guard)) return new PortBlock(guard, length);
  }
  throw new HarnessError(
    'CHAOS_PORT_TAKEN',
    `Each of the ${blocks} blocks of ports from ${LOWEST} is claimed. Run the doctor with --sweep.`,
  );
}

let own: Promise<PortBlock> | undefined;

/** The block of this process. Ports belong to a process, so all its runs share one. */
export async function ownPortBlock(): Promise<PortBlock> {
  own ??= claimPortBlock();
  try {
    return await own;
  } catch (error) {
    own = undefined;
    throw error;
  }
}

/** Whether this process has the UDP port now; that keeps the process from ending no more than a closed one. */
async function holds(port: number): Promise<boolean> {
  const guard = createSocket('udp4');
  try {
    guard.bind({ port, address: '127.0.0.1', exclusive: true });
    await once(guard, 'listening');
    guard.unref();
    return true;
  } catch {
    guard.close();
    return false;
  }
}

function readRange(): string | null {
  try {
    return readFileSync('/proc/sys/net/ipv4/ip_local_port_range', 'utf8');
  } catch {
    return null;
  }
}
