import { HarnessError } from '../../errors.ts';
import { workerReplace } from '../../faults/worker-replace.ts';
import type { ChaosConfig } from '../../model/config.ts';
import type { Fault } from '../../model/fault.ts';
import { fleetOf, fleetSizes, MAIN_FLEET, plannedWorkers } from '../../model/fleets.ts';
import { API, asksApi, linkEnds, type Plan, type PlannedFault } from '../../model/plan.ts';
import { isStarted } from '../../model/services.ts';
import type { Registry } from '../registry.ts';
import { didYouMean } from './nearest.ts';
import { faultNamed, issueOfParams } from './validate-fault.ts';

/** Where a plan is to be run. */
interface Planned {
  readonly config: Pick<ChaosConfig, 'services' | 'fleets'>;
  readonly plan: Plan;
}

/**
 * Refuses a fault of a plan that can't be injected.
 *
 * @throws HarnessError CHAOS_UNKNOWN_FAULT, CHAOS_BAD_PLAN, CHAOS_UNKNOWN_TARGET
 */
export function validatePlannedFault(registry: Registry, { config, plan }: Planned, planned: PlannedFault): void {
  const fault = faultNamed(registry, planned.fault, 'the plan');
  const issue = issueOfParams(fault, planned.params);
  if (issue !== null) throw badFault(planned, `${issue}. Fix the plan.`);
  validateDuration(planned, fault);
  if ((fault.strikes === 'link') !== (planned.target.link !== undefined)) {
    throw badFault(
      planned,
      `it strikes a ${fault.strikes}. ${fault.strikes === 'link' ? 'Give' : 'Leave out'} target.link.`,
    );
  }
  validateFleet(config, planned);
  validateTarget({ config, plan }, planned, fault);
  validateLink(config, planned);
}

function validateDuration(planned: PlannedFault, fault: Fault): void {
  const leastMs = fault.leastMs?.(fault.params.parse(planned.params)) ?? 0;
  if (planned.healAfterMs >= leastMs) return;
  throw badFault(planned, `it must be in force for ${leastMs} ms or more to be seen. Raise \`healAfterMs\`.`);
}

/** A fleet that a target names must be there; versions of the system are of the workers that have none. */
function validateFleet({ fleets = {} }: Planned['config'], planned: PlannedFault): void {
  const { fault, target, params } = planned;
  const version = fault === workerReplace.name && typeof params.version === 'string' ? params.version : null;
  const fleet = target.role === 'holder' ? (target.fleet ?? null) : fleetOf(target.name);
  if (version !== null && target.role === 'holder' && fleet === null && Object.keys(fleets).length > 0) {
    const why = `the holder may be of a fleet that has no version "${version}".`;
    throw badFault(planned, `${why} Name the fleet \`${MAIN_FLEET}\` in the target.`);
  }
  if (fleet === null || fleet === MAIN_FLEET) return;
  if (target.role === 'holder' && !Object.hasOwn(fleets, fleet)) {
    const sentence = `${fault} can't strike a worker of the fleet "${fleet}", which chaos.config.ts does not name.`;
    const names = [MAIN_FLEET, ...Object.keys(fleets)];
    throw new HarnessError('CHAOS_UNKNOWN_TARGET', `${sentence} ${didYouMean(fleet, names)}`);
  }
  if (version === null) return;
  throw badFault(planned, `the workers of the fleet ${fleet} have no version "${version}". Leave out \`version\`.`);
}

function badFault(planned: PlannedFault, but: string): HarnessError {
  return new HarnessError('CHAOS_BAD_PLAN', `${planned.fault} can't be injected: ${but}`);
}

/** The holder of a task is known only in the run; a component that is named must exist and suit the fault. */
function validateTarget(where: Planned, { fault, target }: PlannedFault, { victim }: Fault): void {
  const names = victimsOf(where, victim);
  const named = target.role === 'component' ? target.name : 'the holder of a task, which is a worker,';
  if (target.role === 'component' ? names.includes(target.name) : victim === 'worker' || victim === 'any') return;
  const sentence = `${fault} can't strike ${named.replace(/,$/, '')}.`;
  const choice =
    names.length > 0 ? `Choose one of: ${names.join(', ')}.` : 'chaos.config.ts starts no service: set `services`.';
  throw new HarnessError('CHAOS_UNKNOWN_TARGET', `${sentence} ${choice}`);
}

/** The components that a plan may name for such a fault. */
function victimsOf({ config, plan }: Planned, victim: Fault['victim']): readonly string[] {
  const workers = plannedWorkers({ ...plan, fleets: fleetSizes(config.fleets, plan) });
  if (victim === 'worker') return workers;
  // Only workers and the API have links that a plan can name.
  if (victim === 'any') return asksApi(plan) ? [...workers, API] : workers;
  if (victim !== 'service') return [victim];
  return Object.entries(config.services ?? {}).flatMap(([name, one]) => (isStarted(one) ? [name] : []));
}

/** The API has the links that workers have, but to no configured service. */
function validateLink({ services = {} }: Planned['config'], { fault, target: { link } }: PlannedFault): void {
  const ends = [...linkEnds, ...Object.keys(services)];
  if (link === undefined || ends.includes(link)) return;
  const sentence = `${fault} can't strike the link to "${link}", which no worker has. ${didYouMean(link, ends)}`;
  throw new HarnessError('CHAOS_UNKNOWN_TARGET', sentence);
}
