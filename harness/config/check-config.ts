import { HarnessError } from '../errors.ts';
import type { ChaosConfig } from '../model/config.ts';
import { describeIssue } from '../model/describe-issue.ts';
import type { Scenario } from '../model/scenario.ts';
import { configSchema, scenarioSchema } from './config-schema.ts';
import { guardConfig } from './guard-config.ts';

/** The name of a configuration that is an option of the library, for errors. */
const OPTION = 'the option config';

/**
 * A value as a configuration: the user's object itself, with its functions guarded.
 *
 * @param value - a whole configuration
 * @param from - where it comes from, for the errors; left out: an option of the library
 * @throws HarnessError CHAOS_BAD_CONFIG if it breaks its schema. The configuration's functions throw it as well, if the
 * user's code throws or returns another shape.
 */
export function checkConfig(value: unknown, from: string = OPTION): ChaosConfig {
  const [issue] = configSchema.safeParse(value).error?.issues ?? [];
  // The schema's copy would lose classes and unknown parts of a scenario.
  if (issue === undefined) return guardConfig(value as ChaosConfig, from);
  throw new HarnessError('CHAOS_BAD_CONFIG', `${from}: ${describeIssue(issue, '`config`')}.`);
}

/**
 * A value as a scenario: the user's object itself.
 *
 * @throws HarnessError CHAOS_BAD_CONFIG if it breaks its schema
 */
export function checkScenario(value: unknown): Scenario {
  const [issue] = scenarioSchema.safeParse(value).error?.issues ?? [];
  if (issue === undefined) return value as Scenario;
  throw new HarnessError('CHAOS_BAD_CONFIG', `the given scenario: ${describeIssue(issue, '`scenario`')}.`);
}
