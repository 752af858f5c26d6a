import type { ChildProcess } from 'node:child_process';
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Client, Connection } from '@temporalio/client';
import { type EntryOf, entriesOf, type Journal } from '../../model/journal.ts';
import { waitFor } from '../../wait.ts';
import { type GatewayServer, startGateway } from '../start-gateway.ts';
import { memoryJournal } from './memory-journal.ts';
import { type RealTemporal, startRealTemporal } from './real-temporal.ts';

/** The task queue of the workers that a rig starts. */
export const TASK_QUEUE = 'gateway-test';

/** A real server with a gateway before it, and workers in separate processes. */
export interface RealRig extends AsyncDisposable {
  readonly temporal: RealTemporal;
  readonly client: Client;
  readonly connection: Connection;
  readonly journal: Journal;
  readonly gateway: GatewayServer;
  /** Starts a worker with its own listener; resolves once it has reached the server. */
  readonly startWorker: (component: string) => Promise<ChildProcess>;
  /** The calls that have ended. */
  readonly calls: () => readonly EntryOf<'call'>[];
}

/** Starts a rig; `options` go to the server. */
export async function startRealRig(options: readonly string[] = []): Promise<RealRig> {
  const temporal = await startRealTemporal(options);
  const connection = await Connection.connect({ address: temporal.address });
  const journal = memoryJournal();
  const gateway = await startGateway({ upstream: temporal.address, journal });
  const calls = (): readonly EntryOf<'call'>[] => entriesOf(journal.entries(), 'call');
  const startWorker = async (component: string): Promise<ChildProcess> => {
    const main = new URL(`./two-steps-worker-main${extname(import.meta.filename)}`, import.meta.url);
    const address = `127.0.0.1:${await gateway.listen(component)}`;
    const worker = await temporal.run(component, [process.execPath, fileURLToPath(main), address, TASK_QUEUE]);
    const isReady = () => calls().find((call) => call.component === component && call.method === 'DescribeNamespace');
    const limits = { limitMs: 30_000, signal: AbortSignal.timeout(60_000) };
    await waitFor(isReady, { what: `${component} to ask for its namespace`, ...limits });
    return worker;
  };
  const dispose = async (): Promise<void> => {
    await connection.close();
    await gateway.close();
    await temporal[Symbol.asyncDispose]();
  };
  const client = new Client({ connection });
  return { temporal, client, connection, journal, gateway, startWorker, calls, [Symbol.asyncDispose]: dispose };
}
