/**
 * A replayer that replays nothing and behaves as its first argument says: so that the harness can be tried on it.
 */
import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline';

interface Asked {
  readonly id: number;
  readonly workflowId: string;
  readonly events: readonly number[];
}

const [behaviour = 'follows', file = ''] = process.argv.slice(2);
const say = (message: unknown): void => void process.stdout.write(`${JSON.stringify(message)}\n`);

const answers: Readonly<Record<string, (asked: Asked, events: number) => void>> = {
  follows: ({ id }, events) => say({ id, events, ok: true, error: null, more: 'is ignored' }),
  differs: ({ id }, events) => say({ id, events, ok: events < 5, error: events < 5 ? null : 'another command' }),
  'knows-none': ({ id, workflowId }, events) => say({ id, events, ok: null, error: `no such workflow: ${workflowId}` }),
  rubbish: () => void process.stdout.write('Replaying …\n'),
  'wrong-shape': ({ id }, events) => say({ id, events, ok: 'yes' }),
  'wrong-id': ({ id }, events) => say({ id: id + 7, events, ok: true }),
  'wrong-events': ({ id }, events) => say({ id, events: events + 1, ok: true }),
  twice: ({ id }, events) => {
    say({ id, events, ok: true });
    say({ id, events, ok: true });
  },
  endless: () => void process.stdout.write('x'.repeat(1_100_000)),
  exits: () => process.exit(3),
  'gives-up': () => say({ fatal: 'module `billing` has no workflow' }),
  silent: () => undefined,
  'has-child': () => {
    const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
    writeFileSync(file, String(child.pid));
  },
};

if (behaviour === 'dies-at-start') process.exit(4);
if (behaviour === 'greets-wrongly') say({ hello: 'world' });
else say({ protocol: 'durable-chaos/replayer@1', sdk: 'none', dataConverter: behaviour === 'differs' && file === '' });
for await (const line of createInterface({ input: process.stdin })) {
  const asked = JSON.parse(line) as Asked;
  for (const events of asked.events) answers[behaviour]?.(asked, events);
}
