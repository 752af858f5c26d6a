import { Client, Connection } from '@temporalio/client';

/** What others see of one of their workflows: a run that did something to it would change a field. */
export interface OthersWorkflow {
  readonly workflowId: string;
  readonly status: string;
  readonly events: number;
}

/** Starts workflows of others, which no worker ever takes. */
export async function startOthers(
  address: string,
  namespace: string,
  { ids, taskQueue }: { readonly ids: readonly string[]; readonly taskQueue: string },
): Promise<void> {
  await withClient(address, namespace, async (client) => {
    for (const workflowId of ids) await client.workflow.start('theirs', { workflowId, taskQueue });
  });
}

/** Makes a schedule that never fires. */
export async function scheduleOfOthers(address: string, namespace: string, scheduleId: string): Promise<void> {
  const action = { type: 'startWorkflow', workflowType: 'theirs', taskQueue: 'their-queue' } as const;
  await withClient(address, namespace, async (client) => {
    await client.schedule.create({ scheduleId, spec: {}, action });
  });
}

/** Whether there is a schedule of that id. */
export async function isScheduled(address: string, namespace: string, scheduleId: string): Promise<boolean> {
  return withClient(address, namespace, async (client) =>
    client.schedule
      .getHandle(scheduleId)
      .describe()
      .then(
        () => true,
        () => false,
      ),
  );
}

/** All workflows of the namespace but those ids, in the order of their ids. */
export async function othersIn(
  address: string,
  namespace: string,
  except: readonly string[] | RegExp,
): Promise<readonly OthersWorkflow[]> {
  const isExcept = (id: string): boolean => (except instanceof RegExp ? except.test(id) : except.includes(id));
  return withClient(address, namespace, async (client) => {
    const found: OthersWorkflow[] = [];
    for await (const { workflowId } of client.workflow.list()) {
      if (isExcept(workflowId)) continue;
      const { status, historyLength } = await client.workflow.getHandle(workflowId).describe();
      found.push({ workflowId, status: status.name, events: historyLength });
    }
    return found.toSorted((a, b) => a.workflowId.localeCompare(b.workflowId));
  });
}

async function withClient<T>(address: string, namespace: string, use: (client: Client) => Promise<T>): Promise<T> {
  const connection = await Connection.connect({ address });
  try {
    return await use(new Client({ connection, namespace }));
  } finally {
    await connection.close();
  }
}
