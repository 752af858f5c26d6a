import { faults } from '../../../harness/faults/index.ts';
import type { Scenario } from '../../../harness/index.ts';
import type { Plan } from '../../../harness/model/plan.ts';
import { negativeControlOf } from '../../../harness/model/scenario.ts';
import { capabilitiesOf } from '../../../harness/model/stacks.ts';
import { scenarios } from '../../../scenarios/index.ts';
import { code, parameters, table } from '../table.ts';

/** Every scenario: what it claims, what it injects, where it runs. */
export function scenarioTable(): string {
  const rows = scenarios.map((scenario) => {
    const { name, hypothesis } = scenario;
    const control = negativeControlOf(scenario);
    const struck = faultsOf(scenario);
    const found = `\`${control.check}\` finds \`${control.sabotage}\``;
    return [
      `\`${name}\``,
      hypothesis,
      code(struck),
      stackOf(scenario, struck),
      parameters(scenario.params.parse({})),
      found,
    ];
  });
  return table(['scenario', 'hypothesis', 'fault', 'stack', 'parameters', 'negative control'], rows);
}

/** The names of the faults that a scenario injects. */
export function faultsOf(scenario: Scenario): readonly string[] {
  const { schedule }: Pick<Plan, 'schedule'> = scenario.plan(1, scenario.params.parse({}));
  return [...new Set(schedule.map(({ fault }) => fault))];
}

function stackOf(scenario: Scenario, struck: readonly string[]): string {
  const needs = [...scenario.needs, ...faults.filter(({ name }) => struck.includes(name)).flatMap((one) => one.needs)];
  const can = capabilitiesOf('embedded');
  return needs.every((need) => can.includes(need)) ? 'both' : 'Docker';
}
