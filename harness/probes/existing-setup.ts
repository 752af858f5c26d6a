import type { Connection } from '@temporalio/client';
import { HarnessError } from '../errors.ts';
import { describeTemporal, type ExistingTemporal } from '../model/existing-temporal.ts';
import { indexedTypes, type TemporalSetup } from '../model/temporal-setup.ts';

/** Makes one call within its limit. */
export type Ask = <T>(call: (connection: Connection) => Promise<T>) => Promise<T>;

const DAY_SECONDS = 24 * 3600;
/** PERMISSION_DENIED, UNIMPLEMENTED, UNAUTHENTICATED: Temporal Cloud has the operator's calls elsewhere. */
const NOT_SHOWN: ReadonlySet<number> = new Set([7, 12, 16]);

/**
 * Makes sure that an existing Temporal has what `setup` of the configuration asks for. A run changes nothing there.
 *
 * @returns lines for people about what it has not or does not show, and without which a run goes on
 * @throws HarnessError CHAOS_TEMPORAL_LACKS with what must be made there
 */
export async function lacksOfSetup(
  temporal: ExistingTemporal,
  setup: TemporalSetup,
  ask: Ask,
): Promise<readonly string[]> {
  const notes = await Promise.all([
    attributesOf(temporal, setup, ask),
    endpointsOf(temporal, setup, ask),
    retentionOf(temporal, setup, ask),
  ]);
  return notes.flat();
}

type Looked = Promise<readonly string[]>;

async function attributesOf(temporal: ExistingTemporal, { searchAttributes = {} }: TemporalSetup, ask: Ask): Looked {
  const wanted = Object.entries(searchAttributes);
  if (wanted.length === 0) return [];
  const { namespace } = temporal;
  const listed = await shown(
    ask(async ({ operatorService }) => operatorService.listSearchAttributes({ namespace })),
    'Its search attributes',
  );
  if (typeof listed === 'string') return [listed];
  const has = listed.customAttributes ?? {};
  const missing = wanted.find(([name, type]) => Number(has[name]) !== indexedTypes[type]);
  if (missing === undefined) return [];
  const [name, type] = missing;
  const command = `temporal operator search-attribute create --namespace ${namespace} --name ${name} --type ${type}`;
  throw lacks(temporal, `a search attribute ${name} of type ${type}`, command);
}

async function endpointsOf(temporal: ExistingTemporal, { nexusEndpoints = {} }: TemporalSetup, ask: Ask): Looked {
  const wanted = Object.entries(nexusEndpoints);
  const { namespace } = temporal;
  for (const [name, { taskQueue }] of wanted) {
    const listed = await shown(
      ask(async ({ operatorService }) => operatorService.listNexusEndpoints({ name })),
      'Its Nexus endpoints',
    );
    if (typeof listed === 'string') return [listed];
    const target = listed.endpoints?.[0]?.spec?.target?.worker;
    if (target?.namespace === namespace && target.taskQueue === taskQueue) continue;
    const command = `temporal operator nexus endpoint create --name ${name} --target-namespace ${namespace} --target-task-queue ${taskQueue}`;
    throw lacks(temporal, `a Nexus endpoint ${name} to the task queue ${taskQueue}`, command);
  }
  return [];
}

async function retentionOf(temporal: ExistingTemporal, { retentionDays }: TemporalSetup, ask: Ask): Looked {
  if (retentionDays === undefined) return [];
  const { namespace } = temporal;
  const { config } = await ask(async ({ workflowService }) => workflowService.describeNamespace({ namespace }));
  const days = Number(config?.workflowExecutionRetentionTtl?.seconds ?? 0) / DAY_SECONDS;
  if (days >= retentionDays) return [];
  return [
    `The namespace ${namespace} keeps event histories for ${days} days; \`setup.retentionDays: ${retentionDays}\` changes nothing there.`,
  ];
}

async function shown<T>(answer: Promise<T>, what: string): Promise<T | string> {
  return answer.catch((error: unknown) => {
    const { code } = error as { readonly code?: number };
    if (code === undefined || !NOT_SHOWN.has(code)) throw error;
    return `${what} were not checked: the existing Temporal does not show them.`;
  });
}

function lacks(temporal: ExistingTemporal, what: string, command: string): HarnessError {
  const sentence = `Expected the Temporal at ${describeTemporal(temporal)} to have ${what}, but it has none.`;
  return new HarnessError('CHAOS_TEMPORAL_LACKS', `${sentence} A run makes none there. Run: ${command}`);
}
