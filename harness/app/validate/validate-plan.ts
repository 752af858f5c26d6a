import { HarnessError } from '../../errors.ts';
import { bookNotKept, type Check } from '../../model/check.ts';
import type { ChaosConfig } from '../../model/config.ts';
import { unfitForFolder } from '../../model/file-names.ts';
import { asksApi, type Job, type Plan } from '../../model/plan.ts';
import { harnessSabotages } from '../../sabotage/index.ts';
import { type Registry, registryOf } from '../registry.ts';
import { versionsNamed } from '../system-versions.ts';
import { issueOfRows } from './issue-of-rows.ts';
import { didYouMean } from './nearest.ts';
import { validateChosenIds } from './validate-chosen-ids.ts';
import { validateCompared } from './validate-compared.ts';
import { validateControl } from './validate-control.ts';
import { validatePlannedFault } from './validate-planned-fault.ts';

/**
 * Refuses a plan with a name that this project or this harness doesn't have, before anything is started.
 *
 * @throws HarnessError of exit 64: unknown sabotage, fault, target or check, bad parameters, no API, a book that isn't kept.
 */
export function validatePlan(config: ChaosConfig, plan: Plan): void {
  validateScenario(plan);
  validateControl(config, plan.scenario);
  validateSabotage(config, plan.sabotage);
  validateApi(config, plan);
  validateFleets(config, plan);
  refuseDoubled(
    'fault',
    plan.schedule.map(({ id }) => id),
  );
  const references = (plan.references ?? []).flatMap(({ runs }) => runs);
  refuseDoubled(
    'workflow',
    [...plan.workload, ...references].map(({ workflowId }) => workflowId),
  );
  const registry = registryOf(config);
  for (const planned of plan.schedule) validatePlannedFault(registry, { config, plan }, planned);
  validateOrder(plan);
  validateChosenIds(plan);
  validateVersions(config, plan);
  // Without its faults a plan is the same load: it names faults and versions that are not there.
  if (plan.schedule.length > 0) for (const job of plan.workload) validateJob(plan, job);
  for (const name of plan.checks) validateCheck(config, plan, checkNamed(registry, name));
  for (const job of plan.workload) {
    validateRows(config, plan, job);
    validateOptions(job);
    validateCompared(plan, job);
  }
}

/** A configuration says so of its scenarios; a plan may be of none of them. */
function validateScenario({ scenario }: Plan): void {
  const unfit = unfitForFolder(scenario);
  if (unfit === null) return;
  const sentence = `The scenario "${scenario.slice(0, 40)}" names the folder of its runs, so it must ${unfit}.`;
  throw new HarnessError('CHAOS_BAD_PLAN', `${sentence} Rename it.`);
}

function validateSabotage(config: ChaosConfig, name: string | null): void {
  const names = [...Object.keys(config.sabotages), ...harnessSabotages.map((one) => one.name)];
  if (name === null || names.includes(name)) return;
  const sentence = `There is no sabotage named "${name}". ${didYouMean(name, names)}`;
  throw new HarnessError('CHAOS_UNKNOWN_SABOTAGE', sentence);
}

function validateApi({ api }: ChaosConfig, plan: Plan): void {
  if (api !== undefined || !asksApi(plan)) return;
  const sentence = "The plan asks the system's API, but chaos.config.ts names none. Set `api`.";
  throw new HarnessError('CHAOS_BAD_CONFIG', sentence);
}

function validateFleets({ fleets = {} }: ChaosConfig, plan: Plan): void {
  const names = Object.keys(fleets);
  const unknown = Object.keys(plan.fleets ?? {}).find((name) => !names.includes(name));
  if (unknown === undefined) return;
  const choice = names.length === 0 ? 'chaos.config.ts names none.' : didYouMean(unknown, names);
  const sentence = `There is no fleet named "${unknown}", of which the plan says how many workers it has. ${choice}`;
  throw new HarnessError('CHAOS_BAD_PLAN', sentence);
}

function refuseDoubled(what: string, ids: readonly string[]): void {
  const doubled = ids.find((id, index) => ids.indexOf(id) !== index);
  if (doubled === undefined) return;
  const sentence = `Each ${what} of the plan needs a different id, but two have "${doubled}". Rename one.`;
  throw new HarnessError('CHAOS_BAD_PLAN', sentence);
}

function validateOrder({ schedule }: Plan): void {
  for (const [index, { id, after }] of schedule.entries()) {
    if (after === undefined || schedule.slice(0, index).some((earlier) => earlier.id === after)) continue;
    const sentence = `The fault ${id} comes after "${after}", which is no earlier fault of the plan. Name an earlier one.`;
    throw new HarnessError('CHAOS_BAD_PLAN', sentence);
  }
}

function validateVersions({ versions = {} }: ChaosConfig, plan: Plan): void {
  const names = Object.keys(versions);
  const unknown = versionsNamed(plan).find((name) => !names.includes(name));
  if (unknown === undefined) return;
  const choice = names.length === 0 ? 'chaos.config.ts names none.' : didYouMean(unknown, names);
  const sentence = `There is no version of the system named "${unknown}", which the plan names. ${choice}`;
  throw new HarnessError('CHAOS_BAD_PLAN', sentence);
}

function validateJob({ schedule, version: first }: Plan, { workflowId, startAfterFault, actions, expect }: Job): void {
  const ids = schedule.map(({ id }) => id);
  const acts = actions.flatMap(({ kind, after, afterFault }) => [
    [`has a ${kind}`, afterFault] as const,
    [`has a ${kind}`, after.kind === 'injected' ? after.id : undefined] as const,
  ]);
  for (const [does, faultId] of [['starts', startAfterFault] as const, ...acts]) {
    if (faultId === undefined || ids.includes(faultId)) continue;
    const sentence = `The job ${workflowId} ${does} after the fault "${faultId}", which the plan does not have.`;
    throw new HarnessError('CHAOS_BAD_PLAN', `${sentence} ${didYouMean(faultId, ids)}`);
  }
  const wanted = expect.version?.name;
  const deployed = schedule.flatMap(({ params }) => (typeof params.version === 'string' ? [params.version] : []));
  const running = [...new Set([...(first === undefined ? [] : [first]), ...deployed])];
  if (wanted === undefined || running.includes(wanted)) return;
  const choice = running.length === 0 ? 'It names no version.' : didYouMean(wanted, running);
  const sentence = `The job ${workflowId} must run on the version "${wanted}", which the plan never runs. ${choice}`;
  throw new HarnessError('CHAOS_BAD_PLAN', sentence);
}

function validateRows({ subjects }: ChaosConfig, { subject }: Plan, { workflowId, expect }: Job): void {
  const issue = issueOfRows(expect, subjects[subject]?.tables ?? []);
  if (issue !== null) throw new HarnessError('CHAOS_BAD_PLAN', `The job ${workflowId} ${issue}`);
}

/** The API decides by itself how it starts a workflow. */
function validateOptions({ workflowId, options, request }: Job): void {
  if (options === undefined || request === undefined) return;
  const sentence = `The job ${workflowId} has \`options\`, but the system's API starts it. Leave out one of both.`;
  throw new HarnessError('CHAOS_BAD_PLAN', sentence);
}

function checkNamed({ checks, findCheck }: Registry, name: string): Check {
  const check = findCheck(name);
  if (check !== undefined) return check;
  const names = checks.map((one) => one.name);
  const sentence = `There is no check named "${name}", which the plan names. ${didYouMean(name, names)}`;
  throw new HarnessError('CHAOS_UNKNOWN_CHECK', sentence);
}

function validateCheck(config: ChaosConfig, plan: Plan, check: Check): void {
  const lacks = bookNotKept(check, config.subjects[plan.subject]);
  if (lacks === undefined) return;
  const sentence = `The check ${check.name} needs the book "${lacks}", which ${plan.subject} doesn't keep. Take the check out of the plan.`;
  throw new HarnessError('CHAOS_BOOK_NOT_KEPT', sentence);
}
