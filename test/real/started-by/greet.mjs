/**
 * A client of a system, as Temporal's samples have them: it starts a greeting under the given id, and waits for it.
 *
 * With `--chooses` it starts two greetings under ids of its choice, and waits for the last.
 * With `--schedules` it makes a schedule that starts it now: the server names the greeting by the time.
 * How it may go wrong: `--other` starts it under another id, `--fails` fails once it is started, `--hangs` never ends.
 */
import { randomUUID } from 'node:crypto';
import { Client, Connection } from '@temporalio/client';
import { loadClientConnectConfig } from '@temporalio/envconfig';

const [workflowId, input, ...flags] = process.argv.slice(2);
const { connectionOptions, namespace } = loadClientConnectConfig();
const connection = await Connection.connect(connectionOptions);
const client = new Client({ connection, namespace });
const options = { taskQueue: process.env.TEMPORAL_TASK_QUEUE, args: JSON.parse(input) };
if (flags.includes('--schedules')) {
  const action = { type: 'startWorkflow', workflowType: 'greeting', workflowId, workflowTaskTimeout: '2s', ...options };
  await client.schedule.create({ scheduleId: workflowId, spec: {}, action, state: { triggerImmediately: true } });
  process.exit(0);
}
let chosen = flags.includes('--other') ? `${workflowId}-other` : workflowId;
if (flags.includes('--chooses')) {
  await client.workflow.start('greeting', { ...options, workflowId: `greeting-${randomUUID()}` });
  chosen = `greeting-${randomUUID()}`;
}
const handle = await client.workflow.start('greeting', { ...options, workflowId: chosen });
if (flags.includes('--fails')) throw new Error('No stock.');
console.log(await handle.result());
if (flags.includes('--hangs')) await new Promise((resolve) => setTimeout(resolve, 600_000));
await connection.close();
