import { Option } from '@commander-js/extra-typings';
import { actions } from '../../actions/index.ts';
import { askedStacks } from '../../app/choose-stack.ts';
import type { ExploreOptions } from '../../app/explore-options.ts';
import { HarnessError } from '../../errors.ts';
import { asTyped } from '../../model/as-typed.ts';
import { timeLimitOption } from './duration-option.ts';
import { exitCodeHelp } from './exit-code-help.ts';
import type { FlagsOf } from './flags-of.ts';
import { parseCount } from './parse-param.ts';
import { parseShare } from './parse-share.ts';
import { commandOfSystem } from './system-flags.ts';

const examples = asTyped(`
Examples:
  npm run explore ingestDocument
  npm run explore ingestDocument -- --case approved --action crash
  npm run explore ingestDocument -- --depth 2 --time-limit 10m
  npm run explore -- --sabotage effects-without-key   # must be invalid
  npm run explore -- --point "ingestDocument/approved/publish/outside 1/reply"
  npm run explore ingestDocument -- --diff reports/explorations/ingestDocument/20260101-120000-s7-ab12

The flags from --worker to --migrations say what the system is, and chaos.config.ts is not read:
  npm run explore -- --worker 'python worker.py' --task-queue billing --workflow BillingWorkflow \\
    --input '{"account":"{workflowId}"}' --signal approve@TIMER_STARTED \\
    --service payments=http://127.0.0.1:4242:PAYMENTS_URL
${exitCodeHelp}`);

/** The choices of a user for an exploration. */
export type ExploreFlags = FlagsOf<typeof define>;

/** The verb `explore`, without its action. */
export const defineExplore: typeof define = define;

/** The options of an exploration that a command line asks for. */
export function exploreOptions(flags: ExploreFlags): Omit<ExploreOptions, 'config'> {
  const { case: cases, action: actions, point: points, timeLimit: timeLimitMs, seed, sabotage } = flags;
  return {
    front: flags.front,
    depth: flags.depth,
    audit: flags.audit,
    stack: flags.stack,
    ...(cases === undefined ? {} : { cases }),
    ...(actions === undefined ? {} : { actions }),
    ...(points === undefined ? {} : { points }),
    ...(timeLimitMs === undefined ? {} : { timeLimitMs }),
    ...(seed === undefined ? {} : { seed }),
    ...(sabotage === undefined ? {} : { sabotage }),
    ...(flags.tls === undefined ? {} : { tls: flags.tls }),
  };
}

function define() {
  return commandOfSystem('explore')
    .description('Crash a workflow at every boundary of its progress, and report where work is lost or done twice.')
    .argument(
      '[workflows...]',
      'workflow types, or their subjects; without one, every workflow that has the given cases or points',
    )
    .option(
      '--case <name>',
      'explore only this case (repeatable); by default the cases of the points, else all',
      collect,
    )
    .addOption(actionOption())
    .option('--point <id>', 'explore only this crash point, named as in exploration.md (repeatable)', collect)
    .option('--front <n>', 'the most workflows that are struck together', parseCount('front', 1), 40)
    .addOption(depthOption())
    .addOption(auditOption())
    .option('--seed <n>', 'chooses the points of the audit; a fresh one by default', parseCount('seed'))
    .option(
      '--time-limit <time>',
      'begin no front after this time, such as 90s, 10m, 1.5h; start-up and reference runs do not count',
      timeLimitOption,
    )
    .option('--sabotage <name>', 'explore a deliberately broken system')
    .addOption(new Option('--stack <name>', 'where to run').choices(askedStacks).default('embedded'))
    .option('--tls', 'have all that can speak TLS, with certificates of the run')
    .option(
      '--keep-runs <n>',
      'how many folders of explorations of the workflow to keep; the oldest are removed',
      parseCount('keep-runs'),
      10,
    )
    .option('--no-page', asTyped('leave the Allure page as it is; npm run report makes it of all results later'))
    .option('--diff <folder>', 'show what has changed since that earlier exploration')
    .option('--write-config', 'with --worker: write the chaos.config.ts and the scenario that say the same')
    .option('--json', 'print exploration.json (with --diff: plus a field diff); progress goes to standard error')
    .addHelpText('after', examples);
}

function collect(value: string, before: string[] = []): string[] {
  return [...new Set([...before, value])];
}

function depthOption() {
  const option = new Option('--depth <n>', '2: a second crash too, at points of the recovery from the first');
  return option
    .argParser((value): 1 | 2 => {
      if (value === '1') return 1;
      if (value === '2') return 2;
      throw new HarnessError(
        'CHAOS_USAGE',
        `--depth takes 1 or 2, not "${value}". Example: --depth 2 --time-limit 10m`,
      );
    })
    .default(1);
}

function auditOption() {
  const option = new Option('--audit <share>', 'which share of the results of fronts is run again alone, 0% to 100%');
  return option.argParser(parseShare).default(0.02, '2%');
}

function actionOption() {
  const described = actions.map(({ name }) => name).join(', ');
  const option = new Option(
    '--action <names>',
    `what to do at each point, separated by commas: ${described}; by default crash, lose-answer and lose-request, at depth 2 crash`,
  );
  return option.argParser((value) => [...new Set(value.split(',').map((name) => name.trim()))]);
}
