import type { Fault } from '../model/fault.ts';
import { linkResetPeer } from './link-reset-peer.ts';
import { linkTimeout } from './link-timeout.ts';
import { workerKill } from './worker-kill.ts';

/** Every fault there is: to add one, write its file and name it here. */
export const faults: readonly Fault[] = [workerKill, linkTimeout, linkResetPeer];

/** The fault of that name, if there is one. */
export function findFault(name: string): Fault | undefined {
  return faults.find((fault) => fault.name === name);
}
