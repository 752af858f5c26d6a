import { faults } from '../../../harness/faults/index.ts';
import { scenarios } from '../../../scenarios/index.ts';
import { code, parameters, table } from '../table.ts';
import { faultsOf } from './scenarios.ts';

/** Every fault: what it does, to whom, what it needs, and which scenarios inject it. */
export function faultTable(): string {
  const rows = faults.map((fault) => {
    const { name, summary, strikes, victim, needs } = fault;
    const target =
      strikes === 'link' ? 'a link' : victim === 'worker' || victim === 'service' ? `a ${victim}` : `\`${victim}\``;
    const users = scenarios.filter((scenario) => faultsOf(scenario).includes(name)).map((scenario) => scenario.name);
    return [`\`${name}\``, summary, target, parameters(fault.params.parse({})), code(needs), code(users)];
  });
  return table(['fault', 'what it does', 'strikes', 'parameters', 'needs', 'scenarios'], rows);
}

/** Every fault: what proves that it was in force, and what proves that the system felt it. */
export function witnessTable(): string {
  const rows = faults.map(({ name, proof }) => [`\`${name}\``, proof?.cause ?? '', proof?.effect ?? '']);
  return table(['fault', 'cause', 'effect'], rows);
}
