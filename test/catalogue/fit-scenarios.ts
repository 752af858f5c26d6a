import type { Scenario } from '../../harness/index.ts';
import { type StackName, stacks } from '../../harness/model/stacks.ts';
import { scenarios } from '../../scenarios/index.ts';

/** What a stack lacks for a scenario; empty where it can run it. */
export function lacksOf(stack: StackName, { needs }: Scenario): readonly string[] {
  return needs.filter((need) => !stacks[stack].capabilities.includes(need));
}

/** The scenarios that a stack can run. */
export function fitFor(stack: StackName): readonly Scenario[] {
  return scenarios.filter((scenario) => lacksOf(stack, scenario).length === 0);
}

/** The scenarios that a stack can't run, each with what it lacks; whoever doesn't run them must say so. */
export function unfitFor(stack: StackName): readonly { readonly name: string; readonly lacks: readonly string[] }[] {
  return scenarios
    .map((scenario) => ({ name: scenario.name, lacks: lacksOf(stack, scenario) }))
    .filter(({ lacks }) => lacks.length > 0);
}
