import { Command, Option } from 'commander';
import { actions } from '../../actions/index.ts';
import { askedStacks } from '../../app/choose-stack.ts';
import { didYouMean } from '../../app/validate/nearest.ts';
import { validateAction } from '../../app/validate/validate-action.ts';
import { validateCases } from '../../app/validate/validate-cases.ts';
import { validateExplored } from '../../app/validate/validate-explored.ts';
import { loadConfig } from '../../config/load-config.ts';
import { HarnessError, toHarnessError } from '../../errors.ts';
import type { ChaosConfig, ExploredWorkflow } from '../../model/config.ts';
import type { ExitCode } from '../../model/exit-code.ts';
import { exploreEvery } from '../batch/explore-every.ts';
import { timeLimitOption } from '../options/duration-option.ts';
import { exitCodeHelp } from '../options/exit-code-help.ts';
import { type ExploreFlags, exploreOptions } from '../options/explore-flags.ts';
import { parseCount } from '../options/parse-param.ts';
import { parseShare } from '../options/parse-share.ts';
import { complain } from '../terminal/output.ts';
import { refuseNamedSupabase } from '../validate/hosted-supabase.ts';

const examples = `
Examples:
  npm run explore ingestDocument
  npm run explore ingestDocument -- --case approved --action crash
  npm run explore ingestDocument -- --depth 2 --time-limit 10m
  npm run explore -- --sabotage effects-without-key   (must be invalid)
  npm run explore -- --point "ingestDocument/approved/publish/outside 1/reply"
  npm run explore ingestDocument -- --diff reports/explorations/ingestDocument/20260101-120000-s7-ab12
${exitCodeHelp}`;

/** The verb `explore`: crashes a workflow at every boundary of its progress, and says where work is lost or done twice. */
export function exploreCommand(): Command {
  return new Command('explore')
    .description('Crash a workflow at every boundary of its progress, and say where work is lost or done twice.')
    .argument('[workflows...]', 'workflow types, or their subjects; left out, all that can be explored')
    .option('--case <name>', 'only this case (repeatable); by default those of the points, else all', collect)
    .addOption(actionOption())
    .option('--point <id>', 'only this crash point, as exploration.md names it (repeatable)', collect)
    .option('--front <n>', 'how many workflows are struck together at most', parseCount('front', 1), 40)
    .addOption(depthOption())
    .addOption(auditOption())
    .option('--seed <n>', 'what chooses the points of the audit; a fresh one by default', parseCount('seed'))
    .option(
      '--time-limit <time>',
      'begin no front after this time, such as 90s, 10m, 1.5h; start-up and references not counted',
      timeLimitOption,
    )
    .option('--sabotage <name>', 'explore a deliberately broken system')
    .addOption(new Option('--stack <name>', 'where to run').choices(askedStacks).default('embedded'))
    .option(
      '--keep-runs <n>',
      'how many folders of explorations of the workflow to keep; the oldest are removed',
      parseCount('keep-runs'),
      10,
    )
    .option('--diff <folder>', 'show what has changed since that earlier exploration of the workflow')
    .option('--json', 'print exploration.json, with --diff with a field diff')
    .addHelpText('after', examples)
    .action(run);
}

async function run(names: readonly string[], flags: ExploreFlags): Promise<void> {
  refuseNamedSupabase('an exploration has');
  const config = await loadConfig(process.cwd());
  const given = [...new Set(names.map((name) => findWorkflow(config, name)))];
  const named = given.length === 0 ? workflowsMeant(config, flags) : given;
  const [workflow, second] = named;
  if (workflow === undefined) throw nothingToExplore(flags);
  if (second !== undefined && isForOne(flags)) throw oneAtATime(named);
  for (const one of named) refuse(config, one, flags);
  const { runExploration } = await import('../run-exploration.ts');
  const explore = async (one: string): Promise<ExitCode> => await runExploration(config, one, flags);
  // One that could not be explored must not keep the next from being explored.
  const exploreOrComplain = async (one: string): Promise<ExitCode> => await explore(one).catch(complainAndExit);
  process.exitCode = second === undefined ? await explore(workflow) : await exploreEvery(named, exploreOrComplain);
}

function complainAndExit(thrown: unknown): ExitCode {
  const error = toHarnessError(thrown);
  complain(error);
  return error.exitCode;
}

/** Before anything is started, and for all before the first of several is. */
function refuse(config: ChaosConfig, workflow: string, flags: ExploreFlags): void {
  const explored = config.explorations?.[workflow] as ExploredWorkflow;
  validateExplored(config, [workflow, explored], exploreOptions(flags));
  validateCases(workflow, explored);
}

/** Whether flags can't be meant for several workflows. */
function isForOne({ json, diff, point }: ExploreFlags): boolean {
  return json === true || diff !== undefined || point !== undefined;
}

/** The workflows that are meant where none is named: those that the points or cases belong to, or else all. */
function workflowsMeant(config: ChaosConfig, { case: cases = [], point = [] }: ExploreFlags): readonly string[] {
  return Object.entries(config.explorations ?? {})
    .filter(([workflow]) => point.length === 0 || point.some((id) => id.startsWith(`${workflow}/`)))
    .filter(([, explored]) => cases.every((name) => Object.hasOwn(explored.cases, name)))
    .map(([workflow]) => workflow);
}

function nothingToExplore({ case: cases, point }: ExploreFlags): HarnessError {
  const asked = [...(cases ?? []), ...(point ?? [])].map((one) => `"${one}"`).join(', ');
  if (asked === '') {
    const sentence = 'Expected a workflow that can be explored, but chaos.config.ts names none under explorations.';
    return new HarnessError('CHAOS_UNKNOWN_WORKFLOW', `${sentence} Name one there: see docs/exploration.md.`);
  }
  const sentence = `Expected a workflow with ${asked}, but none that can be explored has that.`;
  return new HarnessError('CHAOS_UNKNOWN_WORKFLOW', `${sentence} Name the workflow to be told what it has.`);
}

function oneAtATime(named: readonly string[]): HarnessError {
  const sentence = `Expected one workflow together with --json, --diff or --point, but got ${named.length}.`;
  return new HarnessError('CHAOS_USAGE', `${sentence} Name one of ${named.join(', ')}.`);
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

function collect(value: string, before: readonly string[] = []): readonly string[] {
  return [...new Set([...before, value])];
}

function depthOption(): Option {
  const option = new Option('--depth <n>', '2: a second crash too, at points of the recovery from the first');
  return option
    .argParser((value) => {
      if (value === '1' || value === '2') return Number(value);
      throw new HarnessError(
        'CHAOS_USAGE',
        `Expected --depth 1 or 2, but got "${value}". Write: --depth 2 --time-limit 10m`,
      );
    })
    .default(1);
}

function auditOption(): Option {
  const option = new Option('--audit <share>', 'which share of the results of fronts is run again alone, 0% to 100%');
  return option.argParser(parseShare).default(0.02, '2%');
}

function actionOption(): Option {
  const described = actions.map(({ name }) => name).join(', ');
  const option = new Option(
    '--action <names>',
    `what is done at each point, separated by commas: ${described}; crash and lose-answer by default, at depth 2 crash`,
  );
  return option.argParser((value) => [...new Set(value.split(',').map((name) => validateAction(name.trim())))]);
}
