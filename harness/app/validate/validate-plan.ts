import { HarnessError } from '../../errors.ts';
import { bookNotKept, type Check } from '../../model/check.ts';
import type { ChaosConfig } from '../../model/config.ts';
import type { Fault } from '../../model/fault.ts';
import { API, asksApi, type Job, type Plan, type PlannedFault } from '../../model/plan.ts';
import { harnessSabotages } from '../../sabotage/index.ts';
import { type Registry, registryOf } from '../registry.ts';
import { versionsNamed } from '../system-versions.ts';
import { issueOfRows } from './issue-of-rows.ts';
import { didYouMean } from './nearest.ts';
import { faultNamed, issueOfParams } from './validate-fault.ts';

/**
 * Refuses a plan with a name that this project or this harness doesn't have, before anything is started.
 *
 * @throws HarnessError of exit 64: unknown sabotage, fault, target or check, bad parameters, no API, a book that isn't kept.
 */
export function validatePlan(config: ChaosConfig, plan: Plan): void {
  validateSabotage(config, plan.sabotage);
  validateApi(config, plan);
  refuseDoubled(
    'fault',
    plan.schedule.map(({ id }) => id),
  );
  refuseDoubled(
    'workflow',
    plan.workload.map(({ workflowId }) => workflowId),
  );
  const registry = registryOf(config);
  for (const planned of plan.schedule) validateFault(registry, plan, planned);
  validateOrder(plan);
  validateVersions(config, plan);
  // Without its faults a plan is the same load: it names faults and versions that are not there.
  if (plan.schedule.length > 0) for (const job of plan.workload) validateJob(plan, job);
  for (const name of plan.checks) validateCheck(config, plan, checkNamed(registry, name));
  for (const job of plan.workload) validateRows(config, plan, job);
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

function refuseDoubled(what: string, ids: readonly string[]): void {
  const doubled = ids.find((id, index) => ids.indexOf(id) !== index);
  if (doubled === undefined) return;
  const sentence = `Each ${what} of the plan needs a different id, but two have "${doubled}". Rename one.`;
  throw new HarnessError('CHAOS_BAD_PLAN', sentence);
}

function validateFault(registry: Registry, plan: Plan, planned: PlannedFault): void {
  const fault = faultNamed(registry, planned.fault, 'the plan');
  const issue = issueOfParams(fault, planned.params);
  if (issue !== null) throw badFault(planned, `${issue}. Fix the plan.`);
  if ((fault.strikes === 'link') !== (planned.target.link !== undefined)) {
    throw badFault(
      planned,
      `it strikes a ${fault.strikes}. ${fault.strikes === 'link' ? 'Give' : 'Leave out'} target.link.`,
    );
  }
  validateTarget(plan, planned, fault);
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

function validateJob({ schedule, version: first }: Plan, { workflowId, startAfterFault, expect }: Job): void {
  const ids = schedule.map(({ id }) => id);
  if (startAfterFault !== undefined && !ids.includes(startAfterFault)) {
    const sentence = `The job ${workflowId} starts after the fault "${startAfterFault}", which the plan does not have.`;
    throw new HarnessError('CHAOS_BAD_PLAN', `${sentence} ${didYouMean(startAfterFault, ids)}`);
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

function badFault(planned: PlannedFault, but: string): HarnessError {
  return new HarnessError('CHAOS_BAD_PLAN', `${planned.fault} can't be injected: ${but}`);
}

/** The holder of a task is known only in the run; a component that is named must exist and suit the fault. */
function validateTarget(plan: Plan, { fault, target }: PlannedFault, { victim }: Fault): void {
  const workers = Array.from({ length: plan.workers }, (_, index) => `worker-${index + 1}`);
  // Only workers and the API have links that a plan can name.
  const linked = asksApi(plan) ? [...workers, API] : workers;
  const names = victim === 'worker' ? workers : victim === 'any' ? linked : [victim];
  const named = target.role === 'component' ? target.name : 'the holder of a task, which is a worker,';
  if (target.role === 'component' ? names.includes(target.name) : victim === 'worker' || victim === 'any') return;
  const sentence = `${fault} can't strike ${named.replace(/,$/, '')}.`;
  throw new HarnessError('CHAOS_UNKNOWN_TARGET', `${sentence} Choose one of: ${names.join(', ')}.`);
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
