import { countPoints, type Exploration } from '../../model/exploration.ts';
import { shareOf } from './describe-exploration.ts';

/** The columns of the table of cases. */
export const caseColumns = [
  'case',
  'points',
  'explored',
  'failing',
  'lost',
  'doubled',
  'stuck',
  'not explored',
] as const;

/** One row a case, as text, in the order of the columns. */
export function caseRows(exploration: Pick<Exploration, 'cases' | 'results'>): readonly (readonly string[])[] {
  return exploration.cases.map((one) => {
    const { points, explored, failing, lost, doubled, stuck } = countPoints({ ...exploration, cases: [one] });
    const numbers = [failing, lost, doubled, stuck, points - explored].map(String);
    return [one.name, String(points), `${explored} (${shareOf(explored, points)})`, ...numbers];
  });
}
