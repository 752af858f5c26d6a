import { Connection } from '@temporalio/client';
import { temporalTls } from '../certificates/temporal-tls.ts';
import type { TlsAccess } from '../model/tls.ts';
import { type WaitOptions, waitFor } from '../wait.ts';

const CALL_LIMIT_MS = 2000;
/** Longer, because it is asked only once: a busy machine needs seconds for a new connection. */
const VERSION_LIMIT_MS = 20_000;
/** gRPC's status for an object that exists already. */
const ALREADY_EXISTS = 6;
const RETENTION_SECONDS = 24 * 3600;

/** Where Temporal's frontend is, and how it is reached by TLS. */
export interface TemporalPlace {
  /** `host:port` */
  readonly address: string;
  /** Left out: without TLS. */
  readonly tls?: TlsAccess | undefined;
}

/** The version that the server itself reports. */
export async function temporalVersion(place: TemporalPlace): Promise<string> {
  return withConnection(place, async (connection) => {
    const { serverVersion } = await connection.withDeadline(Date.now() + VERSION_LIMIT_MS, async () =>
      connection.workflowService.getSystemInfo({}),
    );
    return serverVersion ?? '';
  });
}

/** Asks once, by a separate connection. @throws Error if the frontend, matching or visibility don't answer. */
export async function askTemporal(place: TemporalPlace, namespace: string): Promise<void> {
  await withConnection(place, async (connection) => ask(connection, namespace));
}

/** Resolves once the frontend, matching and the visibility store answer for the namespace. */
export async function temporalAnswers(place: TemporalPlace, namespace: string, wait: WaitOptions): Promise<void> {
  await withConnection(place, async (connection) => {
    await waitFor(async () => answered(ask(connection, namespace)), wait);
  });
}

/** Makes the namespace if there is none, once the server can be asked for it. */
export async function ensureNamespace(place: TemporalPlace, namespace: string, wait: WaitOptions): Promise<void> {
  const workflowExecutionRetentionPeriod = { seconds: RETENTION_SECONDS as never };
  await withConnection(place, async (connection) => {
    const register = async (): Promise<unknown> =>
      withTimeout(connection, async () =>
        connection.workflowService.registerNamespace({ namespace, workflowExecutionRetentionPeriod }),
      ).catch((error: unknown) => {
        if ((error as { readonly code?: number }).code !== ALREADY_EXISTS) throw error;
      });
    await waitFor(async () => answered(register()), wait);
  });
}

/** Without the SDK's retries: they go on by a timer, and throw where no code can catch it once this is closed. */
export async function withConnection<T>(
  { address, tls }: TemporalPlace,
  use: (connection: Connection) => Promise<T>,
): Promise<T> {
  const connection = Connection.lazy({ address, interceptors: [], ...temporalTls(tls) });
  try {
    return await use(connection);
  } finally {
    await connection.close();
  }
}

async function ask(connection: Connection, namespace: string): Promise<void> {
  const { workflowService } = connection;
  const taskQueue = { name: 'durable-chaos-readiness' };
  await withTimeout(connection, async () =>
    Promise.all([
      workflowService.countWorkflowExecutions({ namespace }),
      workflowService.describeTaskQueue({ namespace, taskQueue }),
    ]),
  );
}

async function withTimeout<T>(connection: Connection, call: () => Promise<T>): Promise<T> {
  return connection.withDeadline(Date.now() + CALL_LIMIT_MS, call);
}

/** Whether it was answered; undefined for "not yet". */
async function answered(answer: Promise<unknown>): Promise<true | undefined> {
  return answer.then(
    () => true,
    () => undefined,
  );
}
