import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/** `host:port` of every TCP listener of this process, as the kernel says. */
export function ownListeners(): readonly { readonly host: string; readonly port: number }[] {
  const sockets = new Set(readdirSync('/proc/self/fd').flatMap((fd) => linkOf(fd) ?? []));
  return readFileSync('/proc/self/net/tcp', 'utf8')
    .split('\n')
    .slice(1)
    .map((line) => line.trim().split(/\s+/))
    .filter(([, , , state, , , , , , inode]) => state === '0A' && sockets.has(`socket:[${inode}]`))
    .map(([, local = '']) => addressOf(local));
}

function linkOf(fd: string): string | undefined {
  try {
    return readlinkSync(`/proc/self/fd/${fd}`);
  } catch {
    return undefined; // It was that of the folder, which is closed by now.
  }
}

/** The kernel writes an address as a number in the machine's order, and a port in that of the network. */
function addressOf(local: string): { readonly host: string; readonly port: number } {
  const [address = '', port = ''] = local.split(':');
  const bytes = [...Buffer.from(address, 'hex')];
  return { host: bytes.toReversed().join('.'), port: Number.parseInt(port, 16) };
}
