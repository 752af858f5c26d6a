import { HarnessError } from '../errors.ts';
import { findFault } from '../faults/index.ts';
import type { Plan } from '../model/plan.ts';
import type { Scenario } from '../model/scenario.ts';
import { type Capability, type StackName, stacks } from '../model/stacks.ts';

/** What a user may ask for. */
export const askedStacks = ['auto', 'embedded', 'docker'] as const;
/** Where a user asks to run. */
export type AskedStack = (typeof askedStacks)[number];

/** The stack that is run on, and why that one. */
export interface ChosenStack {
  readonly name: StackName;
  /** Part of a sentence: `asked for`. */
  readonly reason: string;
}

/** Decides where to run. */
export async function chooseStack(asked: AskedStack): Promise<ChosenStack> {
  if (asked === 'embedded') return { name: 'embedded', reason: 'asked for' };
  if (asked === 'auto') return { name: 'embedded', reason: 'there is no other yet' };
  throw noDockerStack();
}

/** The error of a stack that there is not. */
export function noDockerStack(): HarnessError {
  const sentence = 'Expected a stack that is built, but there is no Docker stack yet. Use --stack embedded.';
  return new HarnessError('CHAOS_STACK_LACKS', sentence);
}

/** What a stack lacks for a scenario and its plan; empty where it can run it. */
export function lackingOf(stack: StackName, scenario: Pick<Scenario, 'needs'>, plan: Plan): readonly Capability[] {
  const needs = [...scenario.needs, ...plan.schedule.flatMap((planned) => findFault(planned.fault)?.needs ?? [])];
  return [...new Set(needs)].filter((need) => !stacks[stack].capabilities.includes(need));
}

/** @throws HarnessError CHAOS_STACK_LACKS where the scenario or a fault of the plan needs what the stack can't do. */
export function refuseUnfit(stack: StackName, scenario: Pick<Scenario, 'needs'>, plan: Plan): void {
  const [lacks] = lackingOf(stack, scenario, plan);
  if (lacks !== undefined) throw stackLacks(stack, lacks, 'Use another stack or scenario.');
}

/** The error of a stack that can't do what is needed. */
export function stackLacks(stack: StackName, lacks: Capability, advice: string): HarnessError {
  const sentence = `Expected a stack that can do "${lacks}", but the ${stack} stack can't. ${advice}`;
  return new HarnessError('CHAOS_STACK_LACKS', sentence);
}
