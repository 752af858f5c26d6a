import { randomInt } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { withDefaultChecks } from '../../app/default-checks.ts';
import { findScenario } from '../../app/run-request.ts';
import { validatePlan } from '../../app/validate/validate-plan.ts';
import { HarnessError, reasonOf } from '../../errors.ts';
import { asTyped } from '../../model/as-typed.ts';
import type { ChaosConfig } from '../../model/config.ts';
import type { Plan } from '../../model/plan.ts';
import type { Scenario } from '../../model/scenario.ts';
import { makePlan, parsePlan } from '../../runner/make-plan.ts';
import type { ScenarioFlags } from '../options/scenario-flags.ts';

/** The options of a plan on the command line. */
export type PlanFlags = Pick<ScenarioFlags, 'seed' | 'plan' | 'param' | 'sabotage' | 'fault'>;

/**
 * The plan that a command line asks for, checked against the project and this harness.
 *
 * @throws HarnessError of exit 64: unknown scenario, sabotage, check or fault, bad parameter, bad plan, book not kept.
 */
export async function choosePlan(config: ChaosConfig, name: string, flags: PlanFlags): Promise<Plan> {
  const scenario = findScenario(config, name);
  const plan = flags.plan === undefined ? planOf(config, scenario, flags) : parsePlan(await readJson(flags.plan));
  if (plan.scenario !== name) {
    const sentence = asTyped(
      `The plan is one of ${plan.scenario}, not of ${name}. Run: npm run scenario ${plan.scenario} -- --plan …`,
    );
    throw new HarnessError('CHAOS_BAD_PLAN', sentence);
  }
  validatePlan(config, plan);
  return plan;
}

function planOf(config: ChaosConfig, scenario: Scenario, flags: PlanFlags): Plan {
  const sabotage = flags.sabotage ?? null;
  return makePlan(withDefaultChecks(config, scenario, sabotage), {
    seed: flags.seed ?? randomInt(1_000_000),
    params: flags.param,
    sabotage,
    noFault: !flags.fault,
  });
}

async function readJson(path: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as unknown;
  } catch (cause) {
    const why = reasonOf(cause);
    const sentence = `Can't read a plan from ${path}: ${why}. Make one with --dry-run.`;
    throw new HarnessError('CHAOS_BAD_PLAN', sentence, { cause });
  }
}
