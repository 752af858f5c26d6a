import type { Expectation } from '../../model/expectation.ts';
import type { SubjectTable } from '../../model/subject-books.ts';
import { didYouMean } from './nearest.ts';

/** Why the rows that a job expects can't be judged, to complete "The job …"; null if they can. */
export function issueOfRows({ rows = [] }: Pick<Expectation, 'rows'>, tables: readonly SubjectTable[]): string | null {
  const names = tables.map(({ table }) => table);
  const strange = rows.find(({ table }) => !names.includes(table));
  if (strange === undefined) return null;
  const choice = names.length === 0 ? 'Name it in `tables` of the subject.' : didYouMean(strange.table, names);
  return `expects a row of "${strange.table}", which is no table of its subject. ${choice}`;
}
