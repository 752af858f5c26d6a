import { Client, Connection } from '@temporalio/client';
import { temporalTls } from '../certificates/temporal-tls.ts';
import { HarnessError } from '../errors.ts';
import type { Book, CheckpointRow, LedgerLine } from '../model/evidence.ts';
import { type ExistingTemporal, ownWorkflowsQuery } from '../model/existing-temporal.ts';
import type { Probes, Replayer, WorkflowClient } from '../model/probes.ts';
import type { TlsAccess } from '../model/tls.ts';
import { type ApiClientOptions, askingApi } from './api-client.ts';
import { serveCanaries } from './canary-worker.ts';
import { readEffectsLedger } from './effects-ledger.ts';
import { readEventHistories, readLinkedHistories } from './event-histories.ts';
import type { SystemPayloads } from './payloads/open-payloads.ts';
import { type CheckpointReader, type CheckpointTable, checkpointReader } from './supabase-books.ts';
import { demandTables, readTables, type TablesPlace } from './table-rows.ts';
import { workflowClient } from './workflow-client.ts';

/** The addresses that the probes read. */
export interface ProbesOptions {
  readonly temporal: string;
  readonly namespace: string;
  readonly taskQueue: string;
  /** The existing Temporal that it is, with workflows of others in it; left out: it is the run's. */
  readonly existing?: ExistingTemporal | undefined;
  readonly supabase: CheckpointTable | null;
  /** The tables of the subject; null if it has none. */
  readonly tables: TablesPlace | null;
  readonly outsideWorldUrl: string | null;
  /** The effects that requests to the services had, as lines after those of the outside world; left out: there are no services. */
  readonly exchanged?: (after: number) => readonly LedgerLine[];
  readonly replayer: Replayer | null;
  /** The task queue of canaries that the harness serves itself; left out: the workers serve them. */
  readonly canaryQueue?: string | undefined;
  /** What the payloads of the system are read and written by; left out: Temporal's default data converter. */
  readonly payloads?: SystemPayloads | undefined;
  /** The system's API; left out if there is none. */
  readonly api?: Pick<ApiClientOptions, 'url' | 'token' | 'journal'>;
  /** How all of it is reached by TLS; undefined: without. */
  readonly tls?: TlsAccess | undefined;
}

const NO_CHECKPOINTS = 'the subject keeps no checkpoints';
const NO_TABLES = 'the subject has no tables';
const CALL_LIMIT_MS = 5000;
const OPERATION_LIMIT_MS = 25_000;
/** Without it gRPC would wait longer after each failed connection: seconds after a server is back. */
const RECONNECT_MS = 500;

/**
 * Opens the control plane: client, book readers and replayer.
 *
 * @throws HarnessError CHAOS_STACK_NOT_READY if Temporal or Supabase doesn't answer, CHAOS_SUPABASE_KEY if
 * Supabase refuses the key, CHAOS_BAD_CONFIG if it has no such table.
 */
export async function openProbes(options: ProbesOptions): Promise<Probes> {
  const table = options.supabase === null ? null : checkpointReader(options.supabase);
  // First, because nothing has to be closed where it fails.
  await table?.demand();
  if (options.tables !== null) await demandTables(options.tables);
  const connection = await connect(options.temporal, options.tls);
  const { payloads } = options;
  const encoding = payloads === undefined ? {} : { dataConverter: payloads.converter };
  const client = new Client({ connection, namespace: options.namespace, ...encoding });
  const limits = { callLimitMs: CALL_LIMIT_MS, operationLimitMs: OPERATION_LIMIT_MS };
  const { existing } = options;
  const query = existing === undefined ? undefined : ownWorkflowsQuery(existing);
  const { scheduleIds } = existing ?? {};
  const own = workflowClient({ client, taskQueue: options.taskQueue, own: query, payloads, scheduleIds, ...limits });
  const { api, namespace, canaryQueue } = options;
  const canaries = canaryQueue === undefined ? null : serveCanaries(connection, { namespace, taskQueue: canaryQueue });
  const requests = { requestLimitMs: CALL_LIMIT_MS, operationLimitMs: OPERATION_LIMIT_MS };
  const workflows = askingApi(own, api === undefined ? null : { ...api, ...requests, fetch: options.tls?.fetch });
  return {
    workflows,
    books: {
      eventHistories: (workflowIds, canaries) => readEventHistories(workflows, workflowIds, canaries),
      linkedHistories: (workflowIds) => readLinkedHistories(workflows, workflowIds),
      checkpoints: (options) => checkpointsBook(table, options?.growing),
      effects: () => effectsBook(options),
      tables: async ({ growing } = { growing: false }) =>
        options.tables === null
          ? { state: 'unavailable', reason: NO_TABLES }
          : await readTables(options.tables, growing),
      visibleCheckpoints: async () => (table === null ? new Set() : await table.visible()),
    },
    replayer: options.replayer,
    elsewhere: [...temporalElsewhere(existing, own), ...elsewhere(options.supabase, table)],
    [Symbol.asyncDispose]: async () => {
      await options.replayer?.[Symbol.asyncDispose]();
      await canaries?.[Symbol.asyncDispose]();
      await own.settled();
      await connection.close();
    },
  };
}

/** A Temporal with workflows of others in it is none of the run's components. */
function temporalElsewhere(
  existing: ExistingTemporal | undefined,
  own: Pick<WorkflowClient, 'countRunning'>,
): Probes['elsewhere'] {
  if (existing === undefined) return [];
  return [{ name: `Temporal at ${existing.address}`, ask: async () => void (await own.countRunning()) }];
}

/** A Supabase with rows of others in it is none of the run's components. */
function elsewhere(where: CheckpointTable | null, reader: CheckpointReader | null): Probes['elsewhere'] {
  if (where?.mark === undefined || reader === null) return [];
  return [{ name: `Supabase at ${new URL(where.url).host}`, ask: async () => void (await reader.visible()) }];
}

async function connect(address: string, tls: TlsAccess | undefined): Promise<Connection> {
  try {
    const channelArgs = {
      'grpc.initial_reconnect_backoff_ms': RECONNECT_MS,
      'grpc.max_reconnect_backoff_ms': RECONNECT_MS,
    };
    return await Connection.connect({ address, connectTimeout: CALL_LIMIT_MS, channelArgs, ...temporalTls(tls) });
  } catch (cause) {
    throw new HarnessError(
      'CHAOS_STACK_NOT_READY',
      `Expected Temporal to answer on ${address}, but it did not within ${CALL_LIMIT_MS} ms. See its log.`,
      { cause },
    );
  }
}

async function checkpointsBook(reader: CheckpointReader | null, growing = false): Promise<Book<CheckpointRow>> {
  return reader === null ? { state: 'unavailable', reason: NO_CHECKPOINTS } : await reader.book(growing);
}

async function effectsBook({ outsideWorldUrl, tls, exchanged }: ProbesOptions): Promise<Book<LedgerLine>> {
  if (outsideWorldUrl === null) return { state: 'unavailable', reason: 'the subject keeps no effects ledger' };
  const ledger = await readEffectsLedger(outsideWorldUrl, tls?.fetch);
  if (ledger.state === 'unavailable' || exchanged === undefined) return ledger;
  return { state: 'collected', rows: [...ledger.rows, ...exchanged(ledger.rows.length)] };
}
