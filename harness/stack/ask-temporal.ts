import { Connection } from '@temporalio/client';
import { type WaitOptions, waitFor } from '../wait.ts';

const CALL_LIMIT_MS = 2000;
/** gRPC's status for an object that exists already. */
const ALREADY_EXISTS = 6;
const RETENTION_SECONDS = 24 * 3600;

/** The version that the server itself reports. */
export async function temporalVersion(address: string): Promise<string> {
  return withConnection(address, async (connection) => {
    const { serverVersion } = await withTimeout(connection, async () => connection.workflowService.getSystemInfo({}));
    return serverVersion ?? '';
  });
}

/** Asks once, by a separate connection. @throws Error if the frontend, matching or visibility don't answer. */
export async function askTemporal(address: string, namespace: string): Promise<void> {
  await withConnection(address, async (connection) => ask(connection, namespace));
}

/** Resolves once the frontend, matching and the visibility store answer for the namespace. */
export async function temporalAnswers(address: string, namespace: string, wait: WaitOptions): Promise<void> {
  await withConnection(address, async (connection) => {
    await waitFor(async () => answered(ask(connection, namespace)), wait);
  });
}

/** Makes the namespace if there is none, once the server can be asked for it. */
export async function ensureNamespace(address: string, namespace: string, wait: WaitOptions): Promise<void> {
  const workflowExecutionRetentionPeriod = { seconds: RETENTION_SECONDS as never };
  await withConnection(address, async (connection) => {
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
async function withConnection<T>(address: string, use: (connection: Connection) => Promise<T>): Promise<T> {
  const connection = Connection.lazy({ address, interceptors: [] });
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
