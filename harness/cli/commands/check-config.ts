import { relative } from 'node:path';
import { Command, type CommandUnknownOpts, Option } from '@commander-js/extra-typings';
import { askedStacks } from '../../app/choose-stack.ts';
import type { Trial } from '../../app/try-config/try-config.ts';
import { loadConfig } from '../../config/load-config.ts';
import { asTyped } from '../../model/as-typed.ts';
import { type ExitCode, gravestExit } from '../../model/exit-code.ts';
import { createRunProgress } from '../../reporting/progress/run-progress.ts';
import { painter, wantsColour } from '../../reporting/text/paint.ts';
import type { FlagsOf } from '../options/flags-of.ts';
import { exitCodeOf } from '../terminal/exit-code.ts';
import { listenForInterruption } from '../terminal/interruption.ts';
import { complain, say } from '../terminal/output.ts';
import { showPhase } from '../terminal/show-phase.ts';
import { hostedSupabase } from '../validate/hosted-supabase.ts';

type Flags = FlagsOf<typeof define>;

const examples = asTyped(`
Examples:
  npm run check-config
  npm run check-config -- --json

It starts the system, runs each case of the explorations once without a fault, and takes everything down.
Exit codes: 0 nothing is wrong, 1 something is, 64 wrong usage, 70 the harness failed, 130 interrupted.`);

/** The verb `check-config`: does the system run as its configuration says? */
export function checkConfigCommand(): CommandUnknownOpts {
  return define().action(async (flags: Flags) => {
    process.exitCode = await check(flags);
  });
}

function define() {
  return new Command('check-config')
    .description('Try chaos.config.ts on the running system: what is wrong, and what to do.')
    .addOption(new Option('--stack <name>', 'where to run').choices(askedStacks).default('embedded'))
    .option('--json', 'print what was found as JSON; progress goes to standard error')
    .addHelpText('after', examples)
    .allowExcessArguments(false);
}

async function check({ stack, json }: Flags): Promise<ExitCode> {
  const config = await loadConfig(process.cwd());
  const supabase = hostedSupabase(process.env, process.cwd());
  using interruption = listenForInterruption();
  const progress = createRunProgress(process.stderr, { json: json === true });
  const { tryConfig } = await import('../../app/try-config/try-config.ts');
  const trial = await tryConfig(config, {
    stack,
    supabase,
    signal: interruption.signal,
    hooks: { phase: (phase, body) => showPhase(progress, phase, body) },
    progress: (line) => progress.note(line),
  }).finally(() => progress.close());
  const good = trial.errors.length === 0 && trial.items.every(({ state }) => state !== 'bad');
  if (json === true) say(JSON.stringify({ good, ...trial }, null, 2));
  else for (const line of describe(trial, good)) say(line);
  const [first] = trial.errors;
  if (first !== undefined) complain(first);
  return exitOf(trial);
}

function exitOf({ items, errors, interrupted }: Trial): ExitCode {
  const isBad = items.some(({ state }) => state === 'bad');
  return gravestExit([exitCodeOf({ verdict: 'valid', errors, interrupted }), isBad ? 'invalid' : 'valid']);
}

function describe({ items, folder }: Trial, good: boolean): readonly string[] {
  const paint = painter(wantsColour(process.stdout));
  const marks = { ok: paint('valid', 'ok '), bad: paint('invalid', 'BAD'), note: '-  ' } as const;
  const width = Math.max(0, ...items.map(({ what }) => what.length));
  return [
    ...items.map(({ what, state, seen, advice }) => {
      const todo = advice === null ? '' : `\n      ${state === 'bad' ? paint('unknown', advice) : advice}`;
      return `${marks[state]} ${what.padEnd(width)}  ${seen}${todo}`;
    }),
    `The system ${good ? 'runs' : 'does not run'} as its configuration says.`,
    `Logs: ${relative(process.cwd(), folder)}/logs`,
  ];
}
