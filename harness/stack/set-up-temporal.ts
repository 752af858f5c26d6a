import type { Connection } from '@temporalio/client';
import { HarnessError, messageOf } from '../errors.ts';
import { indexedTypes, type TemporalSetup } from '../model/temporal-setup.ts';
import { waitFor } from '../wait.ts';
import { type TemporalPlace, withConnection } from './ask-temporal.ts';

/** Each request of the set-up may take as long, in milliseconds. */
const CALL_LIMIT_MS = 10_000;
/** A server tells its frontends of a new search attribute some time later, in milliseconds. */
const KNOWN_LIMIT_MS = 30_000;
const DAY_SECONDS = 24 * 3600;

/**
 * Gives the run's Temporal what the system needs in it, and waits until the server knows it.
 *
 * @throws HarnessError CHAOS_STACK_NOT_READY with the part of the set-up that the server refused.
 */
export async function setUpTemporal(
  place: TemporalPlace,
  namespace: string,
  { setup, signal }: { readonly setup: TemporalSetup; readonly signal: AbortSignal },
): Promise<void> {
  const { searchAttributes = {}, nexusEndpoints = {}, retentionDays } = setup;
  await withConnection(place, async (connection) => {
    const wanted = Object.keys(searchAttributes);
    if (wanted.length > 0) {
      const types = Object.entries(searchAttributes).map(([name, type]) => [name, indexedTypes[type]] as const);
      await done(connection, 'searchAttributes', async ({ operatorService }) =>
        operatorService.addSearchAttributes({ namespace, searchAttributes: Object.fromEntries(types) }),
      );
      await untilKnown(connection, { namespace, wanted, signal });
    }
    for (const [name, { taskQueue }] of Object.entries(nexusEndpoints)) {
      const spec = { name, target: { worker: { namespace, taskQueue } } };
      await done(connection, `nexusEndpoints.${name}`, async ({ operatorService }) =>
        operatorService.createNexusEndpoint({ spec }),
      );
    }
    if (retentionDays === undefined) return;
    const workflowExecutionRetentionTtl = { seconds: (retentionDays * DAY_SECONDS) as never };
    await done(connection, 'retentionDays', async ({ workflowService }) =>
      workflowService.updateNamespace({ namespace, config: { workflowExecutionRetentionTtl } }),
    );
  });
}

async function done(
  connection: Connection,
  what: string,
  ask: (connection: Connection) => Promise<unknown>,
): Promise<void> {
  try {
    await connection.withDeadline(Date.now() + CALL_LIMIT_MS, async () => ask(connection));
  } catch (cause) {
    const sentence = `Temporal refused \`setup.${what}\` of chaos.config.ts: ${messageOf(cause)}.`;
    throw new HarnessError('CHAOS_STACK_NOT_READY', `${sentence} Correct it.`, { cause });
  }
}

interface Wanted {
  readonly namespace: string;
  readonly wanted: readonly string[];
  readonly signal: AbortSignal;
}

async function untilKnown(connection: Connection, { namespace, wanted, signal }: Wanted): Promise<void> {
  const isKnown = async (): Promise<true | undefined> => {
    const { customAttributes } = await connection.withDeadline(Date.now() + CALL_LIMIT_MS, async () =>
      connection.operatorService.listSearchAttributes({ namespace }),
    );
    return wanted.every((name) => Object.hasOwn(customAttributes ?? {}, name)) ? true : undefined;
  };
  await waitFor(isKnown, {
    what: 'Temporal to know its search attributes',
    limitMs: KNOWN_LIMIT_MS,
    signal,
    everyMs: 100,
  });
}
