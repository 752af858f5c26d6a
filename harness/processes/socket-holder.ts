import { existsSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';

/** Whether this system says which process holds a socket: Linux does. */
export const knowsSocketHolders: boolean = existsSync('/proc/net/tcp');

/** The two ports of 127.0.0.1 or ::1 that a connection of this machine joins. */
export interface PortPair {
  /** The port of the process that is looked for. */
  readonly from: number;
  /** The port that it has connected to. */
  readonly to: number;
}

/** The first of some processes that holds one end of a connection; null if none of them does. */
export function socketHolder(pair: PortPair, pids: Iterable<number>): number | null {
  const inodes = socketInodes(['/proc/net/tcp', '/proc/net/tcp6'].map((path) => readOrNothing(path)).join('\n'), pair);
  if (inodes.length === 0) return null;
  const sockets = new Set(inodes.map((inode) => `socket:[${inode}]`));
  for (const pid of pids) if (holds(pid, sockets)) return pid;
  return null;
}

/**
 * The inodes of one end of a connection, by the lines of /proc/net/tcp and tcp6.
 *
 * @remarks There may be several: the same two ports may join other addresses too. A connection that has ended has 0.
 */
export function socketInodes(table: string, { from, to }: PortPair): readonly string[] {
  return table.split('\n').flatMap((line) => {
    const [, local, remote, , , , , , , inode = '0'] = line.trim().split(/\s+/);
    return portOf(local) === from && portOf(remote) === to && inode !== '0' ? [inode] : [];
  });
}

/** The port of such an address as `0100007F:1C41`. */
function portOf(address: string | undefined): number {
  return Number.parseInt(address?.split(':')[1] ?? '', 16);
}

function holds(pid: number, sockets: ReadonlySet<string>): boolean {
  const folder = `/proc/${pid}/fd`;
  try {
    return readdirSync(folder).some((descriptor) => sockets.has(linkOf(`${folder}/${descriptor}`) ?? ''));
  } catch {
    // It has ended meanwhile.
    return false;
  }
}

function linkOf(path: string): string | null {
  try {
    return readlinkSync(path);
  } catch {
    // It was closed meanwhile.
    return null;
  }
}

function readOrNothing(path: string): string {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    // This system has no IPv6.
    return '';
  }
}
