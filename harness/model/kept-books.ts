import type { KeptBooks } from './references-entry.ts';
import type { SubjectBooks } from './subject-books.ts';

/** The books of a subject, to be stored. */
export function recordedKeeps({ checkpoints, effects, tables }: SubjectBooks): KeptBooks {
  if (tables === undefined) return { checkpoints, effects };
  const copied = tables.map(({ table, key, ignore = [] }) => ({ table, key, ignore: [...ignore] }));
  return { checkpoints, effects, tables: copied };
}

/** The books of a subject, as they were stored. */
export function keptBooks({ checkpoints, effects, tables }: KeptBooks): SubjectBooks {
  if (tables === undefined) return { checkpoints, effects };
  return { checkpoints, effects, tables: tables.map(({ ignore = [], ...table }) => ({ ...table, ignore })) };
}
