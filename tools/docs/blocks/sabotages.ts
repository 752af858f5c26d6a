import { config } from '../../../chaos.config.ts';
import { negativeControlOf } from '../../../harness/model/scenario.ts';
import { harnessSabotages } from '../../../harness/sabotage/index.ts';
import { scenarios } from '../../../scenarios/index.ts';
import { whereItBites } from '../../../test/explore/where-it-bites.ts';
import { table } from '../table.ts';

interface Catch {
  readonly check: string;
  readonly by: string;
}

/** Every sabotage: what is broken, which check must catch it, and by what. */
export function sabotageTable(): string {
  const rows = sabotageCatches().map(({ name, summary, caught }) => {
    const checks = [...new Set(caught.map(({ check }) => check))];
    const by = [...new Set(caught.map((one) => one.by))];
    return [`\`${name}\``, summary, checks.map((check) => `\`${check}\``).join(', '), by.join(', ')];
  });
  return table(['sabotage', 'what is broken', 'caught by', 'in'], rows);
}

/** Every sabotage of the system under test and of the harness, with all that must catch it. */
export function sabotageCatches(): readonly {
  readonly name: string;
  readonly summary: string;
  readonly caught: readonly Catch[];
}[] {
  const subject = Object.entries(config.sabotages).map(([name, { summary }]) => {
    const own = whereItBites[name]?.caughtBy;
    return { name, summary, caught: [...(own === undefined ? [] : [own]), ...controlsWith(name)] };
  });
  const harness = harnessSabotages.map(({ name, summary, caughtBy, shownBy }) => {
    const by = `${shownBy ?? 'worker-kill'}${caughtBy.verdict === 'unknown' ? ' (verdict unknown)' : ''}`;
    return { name, summary, caught: [{ check: caughtBy.check, by }, ...controlsWith(name)] };
  });
  return [...subject, ...harness];
}

function controlsWith(sabotage: string): readonly Catch[] {
  return scenarios
    .map((scenario) => ({ ...negativeControlOf(scenario), by: scenario.name }))
    .filter((control) => control.sabotage === sabotage)
    .map(({ check, by }) => ({ check, by }));
}
