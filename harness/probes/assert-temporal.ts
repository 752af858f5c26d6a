import { hostname } from 'node:os';
import { Connection } from '@temporalio/client';
import { firstLine, HarnessError, messageOf, reasonOf } from '../errors.ts';
import { count } from '../model/count.ts';
import {
  accessOptions,
  describeTemporal,
  type ExistingTemporal,
  ownWorkflowsQuery,
  quoted,
  sharedTaskQueues,
} from '../model/existing-temporal.ts';
import type { TemporalSetup } from '../model/temporal-setup.ts';
import { processOf } from '../processes/process-table.ts';
import { type Ask, lacksOfSetup } from './existing-setup.ts';
import { tlsTrouble } from './tls-trouble.ts';

/** How long each request may take, in milliseconds. */
const CALL_LIMIT_MS = 10_000;
/** A worker asks for tasks again within this time, in milliseconds: a poll is answered after a minute at the latest. */
const POLLS_WITHIN_MS = 90_000;

/** Temporal's TaskQueueType, by number: of workflow tasks, and of activity tasks. */
const QUEUE_TYPES = [1, 2] as const;

/** What a run needs of an existing Temporal. */
export interface WantedOfTemporal {
  readonly setup: TemporalSetup;
  readonly signal: AbortSignal;
}

/**
 * Makes sure, before anything is started, that an existing Temporal can be worked with: it answers and lets us in, has the
 * namespace and what the system needs in it, and only the run uses the task queue.
 *
 * @returns lines for people about what stays otherwise than the configuration wants it
 * @remarks It only reads.
 * @throws HarnessError CHAOS_STACK_NOT_READY if it doesn't answer, CHAOS_TEMPORAL_ACCESS, CHAOS_TEMPORAL_LACKS,
 * CHAOS_TEMPORAL_SHARED; the signal's reason when it aborts. No sentence contains a key.
 */
export async function assertTemporal(
  temporal: ExistingTemporal,
  { setup, signal }: WantedOfTemporal,
): Promise<readonly string[]> {
  const connection = Connection.lazy({ ...accessOptions(temporal), interceptors: [] });
  const ask: Ask = async (call) =>
    connection.withAbortSignal(signal, async () =>
      connection.withDeadline(Date.now() + CALL_LIMIT_MS, async () => call(connection)),
    );
  try {
    await demand(temporal, ask);
    for (const taskQueue of sharedTaskQueues(temporal)) await refuseOthers(temporal, taskQueue, ask);
    return await lacksOfSetup(temporal, setup, ask);
  } catch (thrown) {
    signal.throwIfAborted();
    throw thrown instanceof HarnessError ? thrown : refusal(temporal, thrown, await tlsTrouble(temporal));
  } finally {
    await connection.close();
  }
}

/** It answers, has the namespace, and can tell the run's workflows from others. */
async function demand(temporal: ExistingTemporal, ask: Ask): Promise<void> {
  const { namespace } = temporal;
  await ask(async ({ workflowService }) => workflowService.getSystemInfo({}));
  await ask(async ({ workflowService }) => workflowService.describeNamespace({ namespace }));
  await ask(async ({ workflowService }) =>
    workflowService.countWorkflowExecutions({ namespace, query: ownWorkflowsQuery(temporal) }),
  );
}

async function refuseOthers(temporal: ExistingTemporal, taskQueue: string, ask: Ask): Promise<void> {
  const { namespace } = temporal;
  const pollers = (
    await Promise.all(QUEUE_TYPES.map(async (type) => pollersOf({ namespace, taskQueue, type }, ask)))
  ).flat();
  const running = await ask(async ({ workflowService }) =>
    workflowService.countWorkflowExecutions({
      namespace,
      query: `TaskQueue = ${quoted(taskQueue)} AND ExecutionStatus = 'Running'`,
    }),
  );
  const workflows = Number(running.count ?? 0);
  const names = [...new Set(pollers)];
  if (names.length === 0 && workflows === 0) return;
  const who = [
    ...(names.length === 0 ? [] : [`${names.slice(0, 3).join(', ')} polled it within the last 90 s`]),
    ...(workflows === 0 ? [] : [`${count(workflows, 'workflow')} on it still run`]),
  ].join(', and ');
  const sentence = `Expected only this run to use the task queue "${taskQueue}" of the Temporal at ${describeTemporal(temporal)}, but ${who}.`;
  const advice = 'Stop those, or set `temporal.ownTaskQueue` if your workers take their queue from the environment.';
  throw new HarnessError('CHAOS_TEMPORAL_SHARED', `${sentence} ${advice}`);
}

/** The identities of living workers that poll the task queue. */
async function pollersOf(
  { namespace, taskQueue, type }: { readonly namespace: string; readonly taskQueue: string; readonly type: number },
  ask: Ask,
): Promise<readonly string[]> {
  const request = { namespace, taskQueue: { name: taskQueue }, taskQueueType: type as never };
  const { pollers } = await ask(async ({ workflowService }) => workflowService.describeTaskQueue(request));
  const known = await Promise.all(
    (pollers ?? []).map(async ({ identity, lastAccessTime }) => {
      const atMs = Number(lastAccessTime?.seconds ?? 0) * 1000;
      const polls = Date.now() - atMs < POLLS_WITHIN_MS && !(await hasEnded(identity ?? ''));
      return polls ? [identity ?? 'a worker without a name'] : [];
    }),
  );
  return known.flat();
}

/** The server lists a worker for minutes after its end. Its SDK names it by its process and machine, unless told otherwise. */
async function hasEnded(identity: string): Promise<boolean> {
  const [, pid, host] = /^(\d+)@([^@]+)/.exec(identity) ?? [];
  return pid !== undefined && host === hostname() && (await processOf(Number(pid))) === null;
}

const UNKNOWN_NAMESPACE = 5;
const INVALID_QUERY = 3;
const REFUSED: ReadonlySet<number> = new Set([7, 16]);

function refusal(temporal: ExistingTemporal, thrown: unknown, trouble: string | null): HarnessError {
  const cause = thrown instanceof Error ? thrown : new Error(messageOf(thrown));
  const { code, details } = cause as { readonly code?: number; readonly details?: string };
  const why = wordsOf(details ?? '', cause);
  const where = `the Temporal at ${temporal.address}`;
  if (code === UNKNOWN_NAMESPACE) {
    const sentence = `Expected ${where} to have a namespace "${temporal.namespace}", but it answered: ${why}.`;
    const advice = 'Correct `temporal.namespace`, or make the namespace: a run makes none there.';
    return new HarnessError('CHAOS_TEMPORAL_ACCESS', `${sentence} ${advice}`, { cause });
  }
  if (code === INVALID_QUERY) {
    const sentence = `Expected ${where} to tell the run's workflows from others by WorkflowId and RootWorkflowId, but it answered: ${why}.`;
    return new HarnessError('CHAOS_TEMPORAL_LACKS', `${sentence} It must be Temporal 1.26 or later.`, { cause });
  }
  if (code !== undefined && REFUSED.has(code)) {
    const shown = temporal.apiKey === null ? 'its client without an API key' : 'its API key';
    const sentence = `Expected ${where} to take ${shown} for the namespace "${temporal.namespace}", but it answered: ${why}.`;
    return new HarnessError('CHAOS_TEMPORAL_ACCESS', `${sentence} Correct \`temporal.apiKey\` or TEMPORAL_API_KEY.`, {
      cause,
    });
  }
  if (trouble !== null) {
    const sentence = `Expected ${where} and this client to take each other's certificates, but: ${trouble}.`;
    return new HarnessError('CHAOS_TEMPORAL_ACCESS', `${sentence} Correct \`temporal.tls\`.`, { cause });
  }
  const sentence = `Expected ${where} to answer, but: ${why}. Correct \`temporal.address\`, or start it.`;
  return new HarnessError('CHAOS_STACK_NOT_READY', sentence, { cause });
}

/** gRPC's client says why a connection failed at the end of a longer sentence. */
function wordsOf(details: string, cause: Error): string {
  const words = details === '' ? reasonOf(cause) : firstLine(details);
  return /Last error: (?:Error: )?(.*?)(?: Resolution note:.*)?\.?$/.exec(words)?.[1] ?? words;
}
