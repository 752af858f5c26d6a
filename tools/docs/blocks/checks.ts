import { checks } from '../../../harness/checks/index.ts';
import { code, table } from '../table.ts';

/** Every check: its invariant, and the evidence that it reads beside the journal. */
export function checkTable(): string {
  const rows = checks.map(({ name, invariant, books }) => [`\`${name}\``, invariant, code(books)]);
  return table(['check', 'invariant', 'evidence beside the journal'], rows);
}
