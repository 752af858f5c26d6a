import { Command, Option } from 'commander';
import { HarnessError } from '../errors.ts';
import { actions } from '../exploration/actions/index.ts';
import type { ChaosConfig, ExploredWorkflow } from '../model/config.ts';
import type { ExplorationAction } from '../model/exploration.ts';
import { askedStacks, chooseStack } from './choose-stack.ts';
import { loadConfig } from './load-config.ts';
import { didYouMean } from './nearest.ts';
import { say } from './output.ts';
import { parseCount } from './parse-param.ts';
import { parseShare } from './parse-share.ts';
import { refuseCases } from './refuse-cases.ts';
import { parseTimeLimit } from './time-limit.ts';

/** What a user chooses of an exploration. */
export interface ExploreFlags {
  readonly case?: readonly string[];
  readonly action: readonly ExplorationAction[];
  readonly point?: readonly string[];
  readonly front: number;
  readonly lanes: number;
  readonly depth: 1 | 2;
  /** From 0 to 1. */
  readonly audit: number;
  readonly seed?: number;
  /** In milliseconds. */
  readonly timeLimit?: number;
  readonly stack: (typeof askedStacks)[number];
  readonly sabotage?: string;
  readonly keepRuns: number;
  readonly json?: true;
  readonly diff?: string;
}

const examples = `
Examples:
  npm run explore ingestDocument
  npm run explore ingestDocument -- --case approved --action crash
  npm run explore ingestDocument -- --sabotage effects-without-key   (must be invalid)
  npm run explore ingestDocument -- --point "ingestDocument/approved/publish/outside 1/reply"
  npm run explore ingestDocument -- --diff reports/explorations/ingestDocument/20260101-120000-s7-ab12`;

/** The verb `explore`: crashes a workflow at every boundary of its progress, and says where work is lost or done twice. */
export function exploreCommand(): Command {
  return new Command('explore')
    .description('Crash a workflow at every boundary of its progress, and say where work is lost or done twice.')
    .argument('[workflow]', 'the workflow type, or its subject; left out, they are listed')
    .option('--case <name>', 'only this case (repeatable)', collect)
    .addOption(actionOption())
    .option('--point <id>', 'only this crash point (repeatable)', collect)
    .option('--front <n>', 'how many workflows are struck together at most', parseCount('front', 1), 40)
    .option('--audit <share>', 'which share of the points is run again alone', parseShare, 0.05)
    .option('--seed <n>', 'what chooses the points of the audit; a fresh one by default', parseCount('seed'))
    .option('--time-limit <time>', 'begin no front after this time, such as 10m', parseTimeLimit)
    .option('--sabotage <name>', 'explore a deliberately broken system')
    .addOption(new Option('--stack <name>', 'where to run').choices(askedStacks).default('embedded'))
    .option('--keep-runs <n>', 'how many folders of explorations to keep', parseCount('keep-runs'), 10)
    .option('--diff <folder>', 'show what has changed since that earlier exploration')
    .option('--json', 'print the exploration as JSON')
    .addHelpText('after', examples)
    .allowExcessArguments(false)
    .action(run);
}

async function run(name: string | undefined, flags: ExploreFlags): Promise<void> {
  const config = await loadConfig(process.cwd());
  const explorations = config.explorations ?? {};
  if (name === undefined) {
    for (const [workflow, { cases }] of Object.entries(explorations))
      say(`${workflow.padEnd(28)} ${Object.keys(cases).join(', ')}`);
    throw new HarnessError(
      'CHAOS_USAGE',
      'Expected the name of a workflow to explore, but got none. Choose one of the list.',
    );
  }
  const workflow = findWorkflow(config, name);
  const explored = explorations[workflow] as ExploredWorkflow;
  refuseUnknown(config, explored, flags);
  refuseCases(workflow, explored);
  const stack = await chooseStack(flags.stack, config);
  const { runExploration } = await import('./run-exploration.ts');
  process.exitCode = await runExploration({ config, workflow, explored, stack }, flags);
}

/** @throws HarnessError CHAOS_UNKNOWN_WORKFLOW */
function findWorkflow(config: ChaosConfig, name: string): string {
  const all = Object.entries(config.explorations ?? {});
  const found = all.find(([workflow, { subject }]) => workflow === name || subject === name);
  if (found !== undefined) return found[0];
  const names = all.map(([workflow]) => workflow);
  const advice = names.length === 0 ? 'Name some under explorations in chaos.config.ts.' : didYouMean(name, names);
  throw new HarnessError(
    'CHAOS_UNKNOWN_WORKFLOW',
    `Expected a workflow that can be explored, but got "${name}". ${advice}`,
  );
}

/** @throws HarnessError CHAOS_UNKNOWN_WORKFLOW, CHAOS_UNKNOWN_SABOTAGE */
function refuseUnknown(config: ChaosConfig, explored: ExploredWorkflow, flags: ExploreFlags): void {
  const cases = Object.keys(explored.cases);
  const strange = flags.case?.find((one) => !cases.includes(one));
  if (strange !== undefined) {
    const sentence = `Expected a case of the workflow, but got "${strange}". ${didYouMean(strange, cases)}`;
    throw new HarnessError('CHAOS_UNKNOWN_WORKFLOW', sentence);
  }
  const { sabotage } = flags;
  if (sabotage === undefined || Object.hasOwn(config.sabotages, sabotage)) return;
  const advice = didYouMean(sabotage, Object.keys(config.sabotages));
  throw new HarnessError(
    'CHAOS_UNKNOWN_SABOTAGE',
    `Expected a sabotage of the system under test, but got "${sabotage}". ${advice}`,
  );
}

function collect(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value];
}

function actionOption(): Option {
  const names = actions.map(({ name }) => name);
  const parse = (value: string): readonly ExplorationAction[] =>
    value.split(',').map((one) => {
      const found = names.find((name) => name === one.trim());
      if (found !== undefined) return found;
      throw new HarnessError(
        'CHAOS_USAGE',
        `Expected actions after --action, but got "${one}". ${didYouMean(one, names)}`,
      );
    });
  const described = actions.map(({ name }) => name).join(', ');
  const option = new Option('--action <names>', `what is done at each point, separated by commas: ${described}`);
  return option.argParser(parse).default(['crash', 'lose-answer'] satisfies readonly ExplorationAction[]);
}
