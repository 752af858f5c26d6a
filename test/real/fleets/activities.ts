import { setTimeout as delay } from 'node:timers/promises';
import { activityInfo, heartbeat } from '@temporalio/activity';

/** Reserves what is ordered. */
export async function reserve(name: string): Promise<string> {
  await delay(50);
  return name;
}

/** The defect of a sabotage: each try charges anew. */
const isKeyless = process.argv.includes('keyless');

/** Charges once, however often it is tried: the key names the order. */
export async function charge(name: string): Promise<string> {
  heartbeat('begun');
  await delay(200);
  const { workflowExecution } = activityInfo();
  const subject = { order: workflowExecution?.workflowId ?? '' };
  const { LEDGER_URL: ledger } = process.env;
  const reply = await fetch(new URL('/effects', ledger), {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(isKeyless ? {} : { 'idempotency-key': `charge/${subject.order}` }),
    },
    body: JSON.stringify({ kind: 'charge', subject, payload: name }),
    signal: AbortSignal.timeout(3000),
  });
  if (!reply.ok) throw new Error(`The charge of ${name} was refused: ${reply.status}`);
  await reply.text();
  await delay(50);
  return `charge of ${name}`;
}
