/**
 * Replays event histories with the code of a workflow bundle, by the protocol of replayers. In a separate process:
 * importing `@temporalio/worker` installs a process-wide rejection handler that must not be the harness's.
 *
 *   replay-main <bundle> [--trace]
 */
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import {
  DefaultLogger,
  makeTelemetryFilterString,
  type ReplayHistoriesIterable,
  type ReplayWorkerOptions,
  Runtime,
  Worker,
} from '@temporalio/worker';
import { historyFromJson } from './history-json.ts';
import { leavePromisesUntraced } from './promises-untraced.ts';
import { REPLAYER_PROTOCOL, type ReplayRequest } from './replayer-protocol.ts';
import { runScriptsWithoutLimit } from './scripts-without-limit.ts';
import { traceCommands } from './trace-commands.ts';

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { trace: { type: 'boolean' } },
});
const [bundlePath = ''] = positionals;

const write = process.stdout.write.bind(process.stdout);
const say = (message: object, done?: () => void): void => void write(`${JSON.stringify(message)}\n`, done);
// A workflow's own output must not get between the answers.
process.stdout.write = process.stderr.write.bind(process.stderr);
// Nor must that of the SDK's core, which writes to the same file itself unless its entries are forwarded.
Runtime.install({
  logger: new DefaultLogger('WARN'),
  telemetryOptions: {
    logging: { forward: {}, filter: makeTelemetryFilterString({ core: 'WARN', other: 'ERROR' }) },
  },
});

/** The replay that is under way: the SDK replays one after the other. */
let current = { id: 0, events: 0 };

async function* askedHistories(): ReplayHistoriesIterable {
  // The SDK asks for the first history once it has loaded the bundle.
  say({ protocol: REPLAYER_PROTOCOL, sdk: 'TypeScript' });
  for await (const line of createInterface({ input: process.stdin })) {
    const request = JSON.parse(line) as ReplayRequest;
    // Read once: most of its replays are of its beginnings.
    const events = eventsIn(request);
    for (const count of request.events) {
      current = { id: request.id, events: count };
      if (typeof events === 'string') say({ ...current, ok: null, error: events });
      // Under its id, which may decide what a workflow does, such as what its children are called.
      else yield { workflowId: request.workflowId, history: { events: events.slice(0, count) } };
    }
  }
}

type Events = NonNullable<ReturnType<typeof historyFromJson>['events']>;

/** The events, or why they can't be read. */
function eventsIn({ history }: ReplayRequest): Events | string {
  try {
    return historyFromJson(history).events ?? [];
  } catch (error) {
    return String(error);
  }
}

async function main(): Promise<void> {
  runScriptsWithoutLimit();
  // A process that traces is several times as slow, so it replays only what has failed before.
  if (values.trace !== true) leavePromisesUntraced();
  const takeTrace = values.trace === true ? traceCommands(bundlePath) : null;
  const options: ReplayWorkerOptions = { workflowBundle: { codePath: bundlePath } };
  for await (const { error } of Worker.runReplayHistories(options, askedHistories())) {
    const trace = takeTrace === null ? {} : { trace: takeTrace() };
    // Of a workflow that the bundle lacks it says nothing.
    const isMissing = error?.message.includes('no such function is exported by the workflow bundle') === true;
    say({ ...current, ok: isMissing ? null : error === undefined, error: error?.message ?? null, ...trace });
  }
}

// Its parent is gone, or needs it no more.
process.stdin.on('end', () => process.exit(0));
main().catch((error: unknown) => {
  say({ fatal: String(error) }, () => process.exit(1));
});
