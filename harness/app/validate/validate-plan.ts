import { HarnessError } from '../../errors.ts';
import { bookNotKept, type Check } from '../../model/check.ts';
import type { ChaosConfig } from '../../model/config.ts';
import type { Fault } from '../../model/fault.ts';
import type { Plan, PlannedFault } from '../../model/plan.ts';
import { harnessSabotages } from '../../sabotage/index.ts';
import { type Registry, registryOf } from '../registry.ts';
import { didYouMean } from './nearest.ts';
import { faultNamed, issueOfParams } from './validate-fault.ts';

/**
 * Refuses a plan that names what this project or this harness doesn't have, before anything is started.
 *
 * @throws HarnessError of exit 64: unknown sabotage, fault, target or check, bad parameters, a book that isn't kept.
 */
export function validatePlan(config: ChaosConfig, plan: Plan): void {
  validateSabotage(config, plan.sabotage);
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
  for (const name of plan.checks) validateCheck(config, plan, checkNamed(registry, name));
}

function validateSabotage(config: ChaosConfig, name: string | null): void {
  const names = [...Object.keys(config.sabotages), ...harnessSabotages.map((one) => one.name)];
  if (name === null || names.includes(name)) return;
  const sentence = `Expected the name of a sabotage, but there is none called "${name}". ${didYouMean(name, names)}`;
  throw new HarnessError('CHAOS_UNKNOWN_SABOTAGE', sentence);
}

function refuseDoubled(what: string, ids: readonly string[]): void {
  const doubled = ids.find((id, index) => ids.indexOf(id) !== index);
  if (doubled === undefined) return;
  const sentence = `Expected every ${what} of the plan to have an id of its own, but two have "${doubled}". Rename one.`;
  throw new HarnessError('CHAOS_BAD_PLAN', sentence);
}

function validateFault(registry: Registry, plan: Plan, planned: PlannedFault): void {
  const fault = faultNamed(registry, planned.fault, 'the plan');
  const issue = issueOfParams(fault, planned.params);
  if (issue !== null) throw badFault(planned, `${issue}. Mend the plan.`);
  if ((fault.strikes === 'link') !== (planned.target.link !== undefined)) {
    throw badFault(
      planned,
      `it strikes a ${fault.strikes}. ${fault.strikes === 'link' ? 'Give' : 'Leave out'} target.link.`,
    );
  }
  validateTarget(plan, planned, fault);
}

function badFault(planned: PlannedFault, but: string): HarnessError {
  return new HarnessError('CHAOS_BAD_PLAN', `Expected ${planned.fault} as it can be injected, but ${but}`);
}

/** Whoever holds a task is found out in the run; a component that is named must be there, and be of the fault's kind. */
function validateTarget(plan: Plan, { fault, target }: PlannedFault, { victim }: Fault): void {
  const workers = Array.from({ length: plan.workers }, (_, index) => `worker-${index + 1}`);
  // Only workers have links that a plan can name.
  const names = victim === 'worker' || victim === 'any' ? workers : [victim];
  const named = target.role === 'component' ? target.name : 'the holder of a task, which is a worker,';
  if (target.role === 'component' ? names.includes(target.name) : names === workers) return;
  const sentence = `Expected a target that ${fault} can strike, but ${named} is none.`;
  throw new HarnessError('CHAOS_UNKNOWN_TARGET', `${sentence} Choose one of: ${names.join(', ')}.`);
}

function checkNamed({ checks, findCheck }: Registry, name: string): Check {
  const check = findCheck(name);
  if (check !== undefined) return check;
  const names = checks.map((one) => one.name);
  const sentence = `Expected checks of the registry, but the plan names "${name}". ${didYouMean(name, names)}`;
  throw new HarnessError('CHAOS_UNKNOWN_CHECK', sentence);
}

function validateCheck(config: ChaosConfig, plan: Plan, check: Check): void {
  const lacks = bookNotKept(check, config.subjects[plan.subject]);
  if (lacks === undefined) return;
  const sentence = `Expected the book "${lacks}" for the check ${check.name}, but ${plan.subject} doesn't keep it. Take the check out of the plan.`;
  throw new HarnessError('CHAOS_BOOK_NOT_KEPT', sentence);
}
