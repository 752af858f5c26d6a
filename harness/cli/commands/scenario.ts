import { Command, Option } from 'commander';
import { askedStacks } from '../../app/choose-stack.ts';
import { loadConfig } from '../../config/load-config.ts';
import { HarnessError } from '../../errors.ts';
import { exitCodes } from '../../model/exit-code.ts';
import { harnessSabotages } from '../../sabotage/index.ts';
import type { AllFlags } from '../batch/all-scenarios.ts';
import { timeLimitOption } from '../options/duration-option.ts';
import { exitCodeHelp } from '../options/exit-code-help.ts';
import { paramOption, parseCount } from '../options/parse-param.ts';
import type { RunFlags } from '../run-once.ts';
import { say } from '../terminal/output.ts';
import { namedSupabase } from '../validate/hosted-supabase.ts';
import { choosePlan, type PlanFlags } from '../validate/scenario-choice.ts';

type Flags = PlanFlags &
  Omit<RunFlags, 'supabase'> &
  Omit<AllFlags, 'supabase'> & { readonly all?: true; readonly dryRun?: true };

const examples = `
Examples:
  npm run scenario worker-kill
  npm run scenario worker-kill -- --seed 7 --param documents=40
  npm run scenario worker-kill -- --sabotage effects-without-key   (must be invalid)
  npm run scenario worker-kill -- --dry-run > plan.json
  npm run scenario worker-kill -- --plan plan.json
  npm run scenario -- --all --time-limit 45m
${exitCodeHelp}`;

/** The verb `scenario`: runs one experiment and judges it. */
export function scenarioCommand(): Command {
  return new Command('scenario')
    .description('Run one scenario: start a whole system, hurt it at a moment, and judge what its books say.')
    .argument('[name]', 'the scenario; left out, they are listed')
    .option('--seed <n>', 'what decides workload and moment; a fresh one by default', parseCount('seed'))
    .addOption(planOption())
    .addOption(paramOption('the scenario'))
    .option('--sabotage <name>', 'run a deliberately broken system or harness')
    .option('--no-fault', 'run the same load without any fault; unknown at best, since nothing was put to the test')
    .addOption(new Option('--stack <name>', 'where to run').choices(askedStacks).default('auto'))
    .option('--dry-run', 'print the plan and do nothing')
    .option('--keep', 'leave the system up after the run and print its addresses')
    .option(
      '--keep-runs <n>',
      'how many run folders of the scenario to keep; the oldest are removed',
      parseCount('keep-runs'),
      20,
    )
    .addOption(allOption())
    .option(
      '--time-limit <time>',
      'with --all: start nothing that may not end within it, such as 90s, 45m, 1.5h',
      timeLimitOption,
    )
    .option('--json', 'print the report as JSON (with --all: the summary)')
    .addHelpText('after', examples)
    .allowExcessArguments(false)
    .action(run);
}

async function run(name: string | undefined, flags: Flags): Promise<void> {
  refuseMixture(name, flags);
  const supabase = namedSupabase(process.env, process.cwd());
  const config = await loadConfig(process.cwd());
  if (flags.all === true) {
    const { runAll } = await import('../batch/all-scenarios.ts');
    process.exitCode = await runAll(config, { ...flags, supabase });
    return;
  }
  if (name === undefined) {
    for (const scenario of config.scenarios) say(`${scenario.name.padEnd(28)} ${scenario.hypothesis}`);
    for (const [sabotage, { summary }] of Object.entries(config.sabotages))
      say(`  --sabotage ${sabotage.padEnd(26)} ${summary}`);
    for (const rig of harnessSabotages) say(`  --sabotage ${rig.name.padEnd(26)} ${rig.summary}`);
    throw new HarnessError('CHAOS_USAGE', 'Expected the name of a scenario, but got none. Choose one of the list.');
  }
  const plan = await choosePlan(config, name, flags);
  if (flags.dryRun === true) {
    say(JSON.stringify(plan, null, 2));
    process.exitCode = exitCodes.valid;
    return;
  }
  // Loaded only now: Mocha, Allure and the clients of Temporal and Supabase would double the time of any other answer.
  const { runOnce } = await import('../run-once.ts');
  process.exitCode = await runOnce(config, plan, { ...flags, supabase });
}

/** A plan is fully decided: whatever would decide it otherwise contradicts it. */
function planOption(): Option {
  const option = new Option('--plan <file>', 'run this plan.json instead of making one');
  return option.conflicts(['seed', 'param', 'sabotage', 'fault']);
}

/** What decides one run contradicts running all of them; and a broken system in all of them would show nothing. */
function allOption(): Option {
  const option = new Option('--all', 'run every scenario that the stack can do, one after the other');
  return option.conflicts(['plan', 'param', 'sabotage', 'fault', 'dryRun', 'keep']);
}

function refuseMixture(name: string | undefined, flags: Flags): void {
  if (flags.all === true && name !== undefined) {
    const sentence = `Expected the name of a scenario or --all, but got both. Leave out "${name}" or --all.`;
    throw new HarnessError('CHAOS_USAGE', sentence);
  }
  if (flags.all === true || flags.timeLimit === undefined) return;
  const sentence =
    'Expected --time-limit together with --all, but got it without. A single run has the limit of its plan.';
  throw new HarnessError('CHAOS_USAGE', sentence);
}
