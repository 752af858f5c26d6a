import { randomInt } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { checks } from '../checks/index.ts';
import { firstLine, HarnessError } from '../errors.ts';
import { findFault } from '../faults/index.ts';
import type { ChaosConfig } from '../model/config.ts';
import type { Plan } from '../model/plan.ts';
import type { Scenario } from '../model/scenario.ts';
import { rigSabotages } from '../rig-sabotage/index.ts';
import { makePlan, parsePlan } from '../runner/make-plan.ts';
import { harnessVersion } from './harness-version.ts';
import { didYouMean } from './nearest.ts';

/** What a user chooses of a plan on the command line. */
export interface PlanFlags {
  readonly seed?: number;
  readonly plan?: string;
  readonly param: Readonly<Record<string, unknown>>;
  readonly sabotage?: string;
  /** commander's form of `--no-fault`. */
  readonly fault: boolean;
}

/**
 * The plan that a command line asks for, checked against what the project and this harness have.
 *
 * @throws HarnessError of exit 64: unknown scenario, sabotage, check or fault, bad parameter, bad plan, book not kept.
 */
export async function choosePlan(config: ChaosConfig, name: string, flags: PlanFlags): Promise<Plan> {
  const scenario = findScenario(config, name);
  const sabotage = flags.sabotage ?? null;
  const plan =
    flags.plan === undefined
      ? makePlan(scenario, {
          seed: flags.seed ?? randomInt(1_000_000),
          params: flags.param,
          sabotage,
          noFault: !flags.fault,
          harnessVersion: harnessVersion(),
        })
      : parsePlan(await readJson(flags.plan));
  refuseUnknown(config, plan);
  if (plan.scenario !== name) {
    const sentence = `Expected a plan of ${name}, but it is one of ${plan.scenario}. Write: npm run scenario ${plan.scenario} -- --plan …`;
    throw new HarnessError('CHAOS_BAD_PLAN', sentence);
  }
  return plan;
}

/** @throws HarnessError CHAOS_UNKNOWN_SCENARIO */
export function findScenario(config: ChaosConfig, name: string): Scenario {
  const found = config.scenarios.find((scenario) => scenario.name === name);
  if (found !== undefined) return found;
  const names = config.scenarios.map((scenario) => scenario.name);
  throw new HarnessError(
    'CHAOS_UNKNOWN_SCENARIO',
    `Expected the name of a scenario, but there is none called "${name}". ${didYouMean(name, names)}`,
  );
}

function refuseUnknown(config: ChaosConfig, plan: Plan): void {
  const sabotages = [...Object.keys(config.sabotages), ...rigSabotages.map((one) => one.name)];
  if (plan.sabotage !== null && !sabotages.includes(plan.sabotage)) {
    const sentence = `Expected the name of a sabotage, but there is none called "${plan.sabotage}". ${didYouMean(plan.sabotage, sabotages)}`;
    throw new HarnessError('CHAOS_UNKNOWN_SABOTAGE', sentence);
  }
  const fault = plan.schedule.find((planned) => findFault(planned.fault) === undefined)?.fault;
  if (fault !== undefined) {
    throw new HarnessError('CHAOS_UNKNOWN_FAULT', `Expected faults of the registry, but the plan names "${fault}".`);
  }
  for (const planned of plan.schedule) refuseBadParams(planned.fault, planned.params);
  for (const name of plan.checks) refuseCheck(config, plan, name);
}

function refuseBadParams(fault: string, params: unknown): void {
  const issue = findFault(fault)?.params.safeParse(params).error?.issues[0];
  if (issue === undefined) return;
  const sentence = `Expected parameters that ${fault} knows, but at ${issue.path.join('.') || 'their root'}: ${issue.message}.`;
  throw new HarnessError('CHAOS_BAD_PLAN', sentence);
}

function refuseCheck(config: ChaosConfig, plan: Plan, name: string): void {
  const check = checks.find((one) => one.name === name);
  if (check === undefined) {
    const names = checks.map((one) => one.name);
    const sentence = `Expected checks of the registry, but the plan names "${name}". ${didYouMean(name, names)}`;
    throw new HarnessError('CHAOS_UNKNOWN_CHECK', sentence);
  }
  const keeps = config.subjects[plan.subject];
  const lacks = (['checkpoints', 'effects'] as const).find(
    (book) => check.books.includes(book) && keeps?.[book] !== true,
  );
  if (lacks === undefined) return;
  const sentence = `Expected the book "${lacks}" for the check ${name}, but ${plan.subject} doesn't keep it. Take the check out of the plan.`;
  throw new HarnessError('CHAOS_BOOK_NOT_KEPT', sentence);
}

async function readJson(path: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as unknown;
  } catch (cause) {
    const why = firstLine(cause instanceof Error ? cause.message : String(cause));
    throw new HarnessError('CHAOS_BAD_PLAN', `Expected to read a plan from ${path}, but got: ${why}.`, { cause });
  }
}
