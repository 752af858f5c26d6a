import { usualCauses } from '../../../harness/model/usual-causes.ts';
import { violationHarms } from '../../../harness/model/violation.ts';
import { table } from '../table.ts';

/** Every kind of violation: the harm it does, and what usually causes it. */
export function violationTable(): string {
  const rows = Object.entries(violationHarms).map(([name, harm]) => {
    return [`\`${name}\``, harm === 'other' ? '–' : harm, usualCauses[name as keyof typeof usualCauses]];
  });
  return table(['violation', 'harm', 'usually caused by'], rows);
}
