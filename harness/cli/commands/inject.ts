import { setTimeout as delay } from 'node:timers/promises';
import { Command, type CommandUnknownOpts, Option } from '@commander-js/extra-typings';
import { configuredRegistry } from '../../app/configured-registry.ts';
import { builtInRegistry } from '../../app/registry.ts';
import { askDaemon } from '../../daemon/ask-daemon.ts';
import type { FaultRow, Resolved, Wish } from '../../daemon/daemon-api.ts';
import { type DaemonRecord, daemonPlaces, recordOfUp } from '../../daemon/daemon-record.ts';
import { HarnessError } from '../../errors.ts';
import { faults } from '../../faults/index.ts';
import { asTyped } from '../../model/as-typed.ts';
import { formatDuration } from '../../model/duration.ts';
import { exitCodes } from '../../model/exit-code.ts';
import { jsonSchema } from '../../model/json.ts';
import { LiveLine } from '../../reporting/progress/live-line.ts';
import { durationOption } from '../options/duration-option.ts';
import type { FlagsOf } from '../options/flags-of.ts';
import { paramOption } from '../options/parse-param.ts';
import { clockTime } from '../terminal/describe-faults.ts';
import { say } from '../terminal/output.ts';
import { faultByHand, validateParams } from '../validate/resolve-injection.ts';

type Flags = FlagsOf<typeof define>;

const LEASE_MS = 60_000;
const leaseOption = durationOption({
  flag: 'for',
  fromMs: 100,
  toMs: 3_600_000,
  range: 'from 100ms to 1h',
  example: '10s',
});
const LOOK_EVERY_MS = 250;

const examples = asTyped(`
Examples:
  npm run inject -- worker-kill --on worker-1 --for 10s
  npm run inject -- link-timeout --on temporal@worker-2 --dry-run
  npm run heal`);

const help = `
Faults:
${faults.map(({ name, summary }) => `  ${name.padEnd(24)} ${summary}`).join('\n')}

The stack heals the fault when its lease ends, even if this terminal is killed.
${examples}`;

/** The verb `inject`: injects a fault into the stack that is up. */
export function injectCommand(): CommandUnknownOpts {
  return define().action(run);
}

function define() {
  return new Command('inject')
    .description('Inject a fault into the running stack. It heals when its lease ends.')
    .argument('<fault>', 'the fault, such as worker-kill')
    .requiredOption('--on <target>', 'the component or link to strike, named as in stack status')
    .addOption(paramOption('the fault'))
    .addOption(
      new Option('--for <duration>', 'the lease, from 100ms to 1h').argParser(leaseOption).default(LEASE_MS, '60s'),
    )
    .option('--dry-run', 'show what the fault may touch, and change nothing')
    .option('--wait', 'wait until the fault is healed')
    .option('--json', 'print JSON')
    .addHelpText('after', help)
    .allowExcessArguments(false);
}

async function run(name: string, flags: Flags): Promise<void> {
  const wish = { fault: name, on: flags.on, params: paramsOf(flags), forMs: flags.for };
  // Errors that show without a stack come first.
  const registry =
    builtInRegistry.findFault(name) === undefined ? await configuredRegistry(process.cwd()) : builtInRegistry;
  validateParams(faultByHand(registry, name), wish.params);
  const record = await recordOfUp(daemonPlaces(process.cwd()));
  const resolved = await askDaemon(record, { verb: 'resolve', wish });
  const tell = flags.json === true ? (): void => undefined : say;
  for (const line of describeResolved(resolved)) tell(line);
  if (flags.dryRun === true) {
    if (flags.json === true) say(JSON.stringify(resolved, null, 2));
    tell('Nothing was touched.');
  } else {
    const row = await askDaemon(record, { verb: 'inject', wish, incarnation: resolved.target.incarnation });
    tell(describeInjected(row));
    const last = flags.wait === true ? await untilHealed(record, row) : row;
    if (flags.wait === true) tell(`${row.id} is healed.`);
    if (flags.json === true) say(JSON.stringify(last, null, 2));
  }
  process.exitCode = exitCodes.valid;
}

function paramsOf({ param }: Flags): Wish['params'] {
  return Object.fromEntries(Object.entries(param).map(([name, value]) => [name, jsonSchema.parse(value)]));
}

/** What a fault would touch, before it is injected. */
export function describeResolved({ fault, summary, target, radius, forMs }: Resolved): readonly string[] {
  const { component, incarnation, link } = target;
  const touched = [...radius.components, ...radius.links];
  return [
    `${fault} on ${link ?? component} (${link === null ? '' : `of ${component}, `}incarnation ${incarnation}): ${summary}`,
    `  may touch  ${touched.join(', ')}`,
    `  lease      ${formatDuration(forMs)}`,
  ];
}

function describeInjected({ id, since, healsAt }: FaultRow): string {
  const when =
    since === null || healsAt === null ? '' : ` since ${clockTime(since)} and heals at ${clockTime(healsAt)}`;
  return asTyped(`${id} is in force${when}. Sooner: npm run heal -- ${id}`);
}

/** Waits, with a countdown on a terminal, until a fault is healed. @throws HarnessError if it could not be healed */
async function untilHealed(record: DaemonRecord, injected: FaultRow): Promise<FaultRow> {
  const live = new LiveLine(process.stderr);
  let row: FaultRow | undefined = injected;
  live.begin(() => countdown(row ?? injected));
  try {
    for (;;) {
      const { faults: open } = await askDaemon(record, { verb: 'faults' });
      row = open.find(({ id }) => id === injected.id);
      if (row === undefined) return { ...injected, state: 'healed' };
      if (row.state === 'unhealed')
        throw new HarnessError('CHAOS_FAULT_FAILED', row.message ?? `${row.id} is unhealed.`);
      await delay(LOOK_EVERY_MS);
    }
  } finally {
    live.end();
  }
}

function countdown({ state, healsAt }: FaultRow): string {
  const leftMs = Math.max(0, Date.parse(healsAt ?? '') - Date.now());
  return `${state}, heals in ${formatDuration(leftMs)}`;
}
