import { Command } from '@commander-js/extra-typings';
import { HarnessError } from '../../errors.ts';
import { commandWords } from '../../setup/command-words.ts';
import { parseAction, parseInput, parseService, parseStart, parseVariable } from '../../setup/parse-given.ts';
import { isNamedLikeSecret, withoutPasswords } from '../../setup/secret-variable.ts';
import type { SystemSketch } from '../../setup/system-sketch.ts';

/** The flags that say what a system is, as they were typed. */
export interface SystemFlags {
  readonly worker?: string | undefined;
  readonly cwd?: string | undefined;
  readonly fixedAddress?: string | undefined;
  readonly taskQueue?: string | undefined;
  readonly workflow?: string | undefined;
  readonly input?: readonly string[] | undefined;
  readonly start?: string | undefined;
  readonly signal?: readonly string[] | undefined;
  readonly update?: readonly string[] | undefined;
  readonly service?: readonly string[] | undefined;
  readonly env?: readonly string[] | undefined;
  readonly migrations?: string | undefined;
}

/** A command with the options of {@link SystemFlags}, to which others are added. */
export const commandOfSystem: typeof systemCommand = systemCommand;

function systemCommand(name: string) {
  return new Command(name)
    .option('--worker <command>', 'the program and arguments of one worker, run without a shell')
    .option('--cwd <folder>', 'the folder to start workers, and the program of --start, in; by default this one')
    .option('--fixed-address <host:port>', "Temporal's address, if it is in the code of the workers")
    .option('--task-queue <name>', 'the task queue that the workers poll')
    .option('--workflow <type>', 'the workflow type to start')
    .option(
      '--input <json>',
      'an argument of the workflow (repeatable); {workflowId} in its texts becomes the id of each execution',
      collect,
    )
    .option(
      '--start <command>',
      'the program of the system that starts the workflow; {workflowId} in its arguments becomes the id of each execution',
    )
    .option(
      '--signal <name=json@EVENT>',
      'a signal, once that event is in the event history, such as TIMER_STARTED or TIMER_STARTED#2 (repeatable)',
      collect,
    )
    .option('--update <name=json@EVENT>', 'an update, written like a signal (repeatable)', collect)
    .option(
      '--service <name=url:VARIABLE>',
      'a service that the workers ask, its URL or its command, and the variable that gets the address (repeatable)',
      collect,
    )
    .option(
      '--env <NAME=value>',
      'a variable of the workers and the program of --start, with addresses such as {temporalHost}; NAME alone takes its value from here (repeatable)',
      collect,
    )
    .option('--migrations <folder>', 'a folder of .sql files that make tables in the Supabase of the run');
}

/** The flags by their names, in the order in which a command line repeats them. */
const flagNames = {
  worker: '--worker',
  cwd: '--cwd',
  fixedAddress: '--fixed-address',
  taskQueue: '--task-queue',
  workflow: '--workflow',
  input: '--input',
  start: '--start',
  signal: '--signal',
  update: '--update',
  service: '--service',
  env: '--env',
  migrations: '--migrations',
} as const satisfies Record<keyof SystemFlags, string>;

function collect(value: string, before: string[] = []): string[] {
  return [...before, value];
}

const example = `Example: --worker 'python worker.py' --task-queue billing --workflow BillingWorkflow --input '{"account":"{workflowId}"}'`;

/** @throws HarnessError CHAOS_USAGE: a reader may think that the flag adds to chaos.config.ts. */
function workerOf(worker: string | undefined, flag: string): string {
  if (worker !== undefined || flag === flagNames.worker) return needed('worker', worker);
  const sentence = `${flag} says what a system without chaos.config.ts is, so --worker is needed too.`;
  throw new HarnessError('CHAOS_USAGE', `${sentence} Leave ${flag} out, or add --worker. ${example}`);
}

/**
 * The system that the flags say; null if they say none.
 *
 * @throws HarnessError CHAOS_USAGE if one is missing or malformed.
 */
export function sketchOf(flags: SystemFlags): SystemSketch | null {
  const given = Object.entries(flagNames).find(([name]) => flags[name as keyof SystemFlags] !== undefined);
  if (given === undefined) return null;
  const { worker, cwd, fixedAddress, taskQueue, workflow, start, migrations, service = [], env = [] } = flags;
  const services = service.map((text) => parseService(text));
  const variables = services.flatMap(({ name, variable }): (readonly [string, string])[] =>
    variable === null ? [] : [[variable, `{services.${name}.url}`]],
  );
  return {
    worker: commandWords(workerOf(worker, given[1]), '--worker'),
    ...(cwd === undefined ? {} : { cwd }),
    ...(fixedAddress === undefined ? {} : { fixedAddress }),
    taskQueue: needed('task-queue', taskQueue),
    workflowType: needed('workflow', workflow),
    input: (flags.input ?? []).map((text) => parseInput(text)),
    ...(start === undefined ? {} : { start: parseStart(start) }),
    actions: [
      ...(flags.signal ?? []).map((text) => parseAction('signal', text)),
      ...(flags.update ?? []).map((text) => parseAction('update', text)),
    ],
    services: Object.fromEntries(services.map((one) => [one.name, one.service])),
    env: Object.fromEntries([...variables, ...env.map((text) => parseVariable(text))]),
    ...(migrations === undefined ? {} : { migrations }),
  };
}

function needed(flag: string, value: string | undefined): string {
  if (value !== undefined && value.trim() !== '') return value;
  throw new HarnessError('CHAOS_USAGE', `Without chaos.config.ts, --${flag} is needed. ${example}`);
}

/** The flags as words of a command line that a shell takes. Reports repeat it, so secrets are left out. */
export function systemWords(flags: SystemFlags): string {
  const named = Object.entries(flagNames).flatMap(([name, flag]) => {
    const value = flags[name as keyof SystemFlags];
    const values = value === undefined ? [] : typeof value === 'string' ? [value] : value;
    return values.map((one) => `${flag} ${shellWord(withoutSecret(flag, one))}`);
  });
  return named.join(' ');
}

/** The value of a flag with `…` for that of a variable that is named like a secret, and for the password of a URL. */
function withoutSecret(flag: string, value: string): string {
  const [, name = '', given = ''] = /^(\w+)=(.+)$/s.exec(value) ?? [];
  return flag === '--env' && isNamedLikeSecret(name, given) ? `${name}=…` : withoutPasswords(value);
}

/** A word that a shell leaves as it is. */
export function shellWord(word: string): string {
  return /^[\w./:=@%+,-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}
