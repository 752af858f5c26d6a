import { HarnessError } from '../errors.ts';
import { findFault } from '../faults/index.ts';
import type { Plan } from '../model/plan.ts';
import type { Scenario } from '../model/scenario.ts';
import type { Capability } from '../model/stack.ts';

/** The name of a stack that exists. */
export type StackName = 'embedded' | 'docker';

const capabilities: readonly Capability[] = ['kill', 'pause', 'toxics', 'hold-calls'];

/**
 * The stack that a command line asks for.
 *
 * @throws HarnessError CHAOS_STACK_LACKS where it is not to be had.
 */
export function chooseStack(asked: StackName | 'auto'): StackName {
  if (asked !== 'docker') return 'embedded';
  const sentence = 'Expected a stack that is built, but there is no Docker stack yet. Use --stack embedded.';
  throw new HarnessError('CHAOS_STACK_LACKS', sentence);
}

/** What a scenario and the faults of its plan need and the stack can't do, each once. */
export function lackingOf(scenario: Scenario, plan: Plan): readonly Capability[] {
  const faults = plan.schedule.flatMap((planned) => findFault(planned.fault)?.needs ?? []);
  const needs = new Set([...scenario.needs, ...faults]);
  return [...needs].filter((need) => !capabilities.includes(need));
}

/** @throws HarnessError CHAOS_STACK_LACKS where a scenario needs what the stack can't do. */
export function refuseLacking(scenario: Scenario, plan: Plan): void {
  const [lacks] = lackingOf(scenario, plan);
  if (lacks === undefined) return;
  const sentence = `Expected a stack that can do "${lacks}", but the embedded stack can't. Use another stack or scenario.`;
  throw new HarnessError('CHAOS_STACK_LACKS', sentence);
}
