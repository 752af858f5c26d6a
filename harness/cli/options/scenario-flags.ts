import { Command, Option } from '@commander-js/extra-typings';
import { askedStacks } from '../../app/choose-stack.ts';
import { asTyped } from '../../model/as-typed.ts';
import { timeLimitOption } from './duration-option.ts';
import { exitCodeHelp } from './exit-code-help.ts';
import type { FlagsOf } from './flags-of.ts';
import { paramOption, parseCount } from './parse-param.ts';

const examples = asTyped(`
Examples:
  npm run scenario worker-kill
  npm run scenario worker-kill -- --seed 7 --param documents=40
  npm run scenario worker-kill -- --sabotage effects-without-key   # must be invalid
  npm run scenario worker-kill -- --dry-run > plan.json
  npm run scenario worker-kill -- --plan plan.json
  npm run scenario -- --all --time-limit 45m
${exitCodeHelp}`);

/** The choices of a user for one scenario or all of them. */
export type ScenarioFlags = FlagsOf<typeof define>;

/** The verb `scenario`, without its action. */
export const defineScenarioCommand: typeof define = define;

function define() {
  return new Command('scenario')
    .description('Run one scenario: start a whole system, inject a fault at an exact moment, and judge the evidence.')
    .argument('[name]', 'the scenario; without it, all are listed')
    .option('--seed <n>', 'decides workload and moment; a fresh one by default, printed', parseCount('seed'))
    .addOption(planOption())
    .addOption(paramOption('the scenario'))
    .option('--sabotage <name>', 'run a deliberately broken system or harness')
    .option('--no-fault', 'run the same load without any fault; the verdict is unknown at best')
    .addOption(new Option('--stack <name>', 'where to run').choices(askedStacks).default('auto'))
    .option('--tls', 'have all that can speak TLS, with certificates of the run')
    .option('--dry-run', 'print the plan and do nothing')
    .option('--keep', 'leave the system up after the run and print its addresses; Ctrl-C takes it down')
    .option('--monitoring', 'scrape everything with Prometheus on 9090 during the run; with --keep it stays up')
    .option(
      '--keep-runs <n>',
      'how many run folders of the scenario to keep; the oldest are removed',
      parseCount('keep-runs'),
      20,
    )
    .addOption(allOption())
    .option(
      '--time-limit <time>',
      'with --all: start no run that may end later than this, such as 90s, 45m, 1.5h',
      timeLimitOption,
    )
    .option('--no-page', asTyped('leave the Allure page as it is; npm run report makes it of all results later'))
    .option('--json', 'print the report as JSON (with --all: the summary)')
    .addHelpText('after', examples)
    .allowExcessArguments(false);
}

/** A plan decides everything: an option that would decide it otherwise contradicts it. */
function planOption() {
  const option = new Option('--plan <file>', 'run this plan.json instead of making one');
  return option.conflicts(['seed', 'param', 'sabotage', 'fault']);
}

/** An option that decides one run contradicts --all; and a broken system in all of them would show nothing. */
function allOption() {
  const option = new Option('--all', 'run every scenario that the stack supports, one after the other');
  return option.conflicts(['plan', 'param', 'sabotage', 'fault', 'dryRun', 'keep', 'monitoring']);
}
