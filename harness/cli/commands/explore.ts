import type { CommandUnknownOpts } from '@commander-js/extra-typings';
import type { NamedSupabase } from '../../app/own-plan.ts';
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
import { type GivenSystem, givenSystem } from '../given-system.ts';
import { defineExplore, type ExploreFlags, exploreOptions } from '../options/explore-flags.ts';
import { complain } from '../terminal/output.ts';
import { hostedSupabase } from '../validate/hosted-supabase.ts';

/** The verb `explore`: crashes a workflow at every boundary of its progress, and reports lost or repeated work. */
export function exploreCommand(): CommandUnknownOpts {
  return defineExplore().action(run);
}

async function run(names: readonly string[], flags: ExploreFlags): Promise<void> {
  const supabase = hostedSupabase(process.env, process.cwd());
  const system = await givenSystem(flags, names);
  process.exitCode =
    system === null
      ? await exploreConfigured(names, { ...flags, supabase })
      : await exploreGiven(system, { ...flags, supabase });
}

type Flags = ExploreFlags & { readonly supabase: NamedSupabase | null };

/** Explores the system that the command line says. */
async function exploreGiven(system: GivenSystem, flags: Flags): Promise<ExitCode> {
  const { config, exploration } = system;
  refuse(config, exploration, flags);
  const { runExploration } = await import('../run-exploration.ts');
  return await runExploration(config, exploration, { ...flags, system });
}

/** Explores workflows of the project's chaos.config.ts. */
async function exploreConfigured(names: readonly string[], flags: Flags): Promise<ExitCode> {
  const config = await loadConfig(process.cwd());
  const given = [...new Set(names.map((name) => findWorkflow(config, name)))];
  const named = given.length === 0 ? workflowsMeant(config, flags) : given;
  const [workflow, second] = named;
  if (workflow === undefined) throw nothingToExplore(flags);
  if (second !== undefined && isForOne(flags)) throw oneAtATime(named);
  for (const one of named) refuse(config, one, flags);
  const { runExploration } = await import('../run-exploration.ts');
  const explore = async (one: string): Promise<ExitCode> => await runExploration(config, one, flags);
  // A workflow that could not be explored must not keep the next from being explored.
  const exploreOrComplain = async (one: string): Promise<ExitCode> => await explore(one).catch(complainAndExit);
  return second === undefined ? await explore(workflow) : await exploreEvery(named, exploreOrComplain);
}

function complainAndExit(thrown: unknown): ExitCode {
  const error = toHarnessError(thrown);
  complain(error);
  return error.exitCode;
}

/** Refuses requests that can't be explored, before the first exploration starts anything. */
function refuse(config: ChaosConfig, workflow: string, flags: ExploreFlags): void {
  const explored = config.explorations?.[workflow] as ExploredWorkflow;
  validateExplored(config, [workflow, explored], exploreOptions(flags));
  validateCases(workflow, explored, config);
  for (const name of flags.action ?? []) actionNamed(registryOf(config), name);
}

/** Whether the flags make no sense for several workflows. */
function isForOne({ json, diff, point }: ExploreFlags): boolean {
  return json === true || diff !== undefined || point !== undefined;
}

/** The workflows to explore if none is named: those of the points or cases, or else all. */
function workflowsMeant(config: ChaosConfig, { case: cases = [], point = [] }: ExploreFlags): readonly string[] {
  return Object.entries(config.explorations ?? {})
    .filter(([workflow]) => point.length === 0 || point.some((id) => id.startsWith(`${workflow}/`)))
    .filter(([, explored]) => cases.every((name) => Object.hasOwn(explored.cases, name)))
    .map(([workflow]) => workflow);
}

function nothingToExplore({ case: cases, point }: ExploreFlags): HarnessError {
  const asked = [...(cases ?? []), ...(point ?? [])].map((one) => `"${one}"`).join(', ');
  if (asked === '') {
    const sentence = 'There is no workflow to explore: chaos.config.ts names none under explorations.';
    return new HarnessError(
      'CHAOS_UNKNOWN_WORKFLOW',
      `${sentence} Name one there: see docs/guides/explore-a-workflow.md.`,
    );
  }
  const sentence = `There is no workflow with ${asked}: none that can be explored has that.`;
  return new HarnessError('CHAOS_UNKNOWN_WORKFLOW', `${sentence} Name the workflow to see what it has.`);
}

function oneAtATime(named: readonly string[]): HarnessError {
  const sentence = `--json, --diff and --point each need one workflow, but got ${named.length}.`;
  return new HarnessError('CHAOS_USAGE', `${sentence} Name one of ${named.join(', ')}.`);
}

/** @throws HarnessError CHAOS_UNKNOWN_WORKFLOW */
function findWorkflow(config: ChaosConfig, name: string): string {
  const all = Object.entries(config.explorations ?? {});
  const found = all.find(([workflow, { subject }]) => workflow === name || subject === name);
  if (found !== undefined) return found[0];
  const names = all.map(([workflow]) => workflow);
  const advice = names.length === 0 ? 'Name some under explorations in chaos.config.ts.' : didYouMean(name, names);
  throw new HarnessError('CHAOS_UNKNOWN_WORKFLOW', `There is no workflow to explore named "${name}". ${advice}`);
}
