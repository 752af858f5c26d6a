import type { CommandUnknownOpts } from '@commander-js/extra-typings';
import { registryOf } from '../../app/registry.ts';
import { didYouMean } from '../../app/validate/nearest.ts';
import { actionNamed } from '../../app/validate/validate-action.ts';
import { validateCases } from '../../app/validate/validate-cases.ts';
import { validateExplored } from '../../app/validate/validate-explored.ts';
import { loadConfig } from '../../config/load-config.ts';
import { HarnessError, toHarnessError } from '../../errors.ts';
import type { ChaosConfig, ExploredWorkflow } from '../../model/config.ts';
import type { ExitCode } from '../../model/exit-code.ts';
import { exploreEvery } from '../batch/explore-every.ts';
import { defineExplore, type ExploreFlags, exploreOptions } from '../options/explore-flags.ts';
import { complain } from '../terminal/output.ts';
import { refuseNamedSupabase } from '../validate/hosted-supabase.ts';

/** The verb `explore`: crashes a workflow at every boundary of its progress, and says where work is lost or done twice. */
export function exploreCommand(): CommandUnknownOpts {
  return defineExplore().action(run);
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
  for (const name of flags.action ?? []) actionNamed(registryOf(config), name);
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
    return new HarnessError(
      'CHAOS_UNKNOWN_WORKFLOW',
      `${sentence} Name one there: see docs/guides/explore-a-workflow.md.`,
    );
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
