import type { Catalogue, ListedScenario } from '../../app/catalogue/catalogue.ts';
import { byKind } from '../../app/catalogue/kinds.ts';
import type { LastRun } from '../../app/catalogue/last-run.ts';
import { formatDuration } from '../../model/duration.ts';
import { inColumns } from '../../reporting/text/cells.ts';
import type { Paint } from '../../reporting/text/paint.ts';

/** The sections of a list, in its order. */
export const sections = ['scenarios', 'workflows', 'faults', 'checks'] as const;
/** A section of a list. */
export type Section = (typeof sections)[number];

/** A section of the catalogue, for people. */
export function listSection(section: Section, catalogue: Catalogue, paint: Paint): readonly string[] {
  switch (section) {
    case 'scenarios':
      return listScenarios(catalogue.scenarios, paint);
    case 'workflows':
      return titled('WORKFLOW', ['CASES'], {
        rows: catalogue.workflows.map(({ name, cases }) => [name, cases.join(', ')]),
        none: 'No workflow can be explored: chaos.config.ts names none under explorations.',
      });
    case 'faults':
      return byKind(catalogue.faults).flatMap(([kind, faults], at) => [
        ...(at === 0 ? [] : ['']),
        ...titled('FAULT', [`STRIKES ${kind.toLocaleUpperCase('en')}`], {
          rows: faults.map(({ name, summary }) => [name, summary]),
          none: '',
        }),
      ]);
    case 'checks':
      return titled('CHECK', ['INVARIANT'], {
        rows: catalogue.checks.map(({ name, invariant }) => [name, invariant]),
        none: '',
      });
  }
}

/** Scenarios by kind, each with the verdict and the recovery time of its latest run. */
export function listScenarios(scenarios: readonly ListedScenario[], paint: Paint): readonly string[] {
  if (scenarios.length === 0) return ['No scenario can be run: chaos.config.ts names none.'];
  const groups = byKind(scenarios);
  const rows = groups.flatMap(([kind, ours]) => [
    [],
    [paint('bold', kind)],
    ...ours.map(({ name, hypothesis, last }) => [`  ${name}`, ...lastCells(last, paint), hypothesis]),
  ]);
  return inColumns([['SCENARIO', 'LAST VERDICT', 'RECOVERY', 'HYPOTHESIS'], ...rows]);
}

/** The verdict and the recovery of the latest run, in two cells. */
export function lastCells(last: LastRun | null, paint: Paint): readonly [string, string] {
  if (last === null) return ['–', '–'];
  const { verdict, recovery } = last;
  const told = verdict === null ? paint('unknown', 'no report') : paint(verdict, verdict);
  if (recovery === null) return [told, '–'];
  return [told, `${formatDuration(recovery.recoveryTimeMs)} of ${formatDuration(recovery.boundMs)}`];
}

function titled(
  first: string,
  others: readonly string[],
  { rows, none }: { readonly rows: readonly (readonly string[])[]; readonly none: string },
): readonly string[] {
  return rows.length === 0 ? [none] : inColumns([[first, ...others], ...rows]);
}
