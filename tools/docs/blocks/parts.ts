import { parts } from '../parts.ts';
import { code, table } from '../table.ts';

/** Every part of the product with the parts that it may import. */
export function partTable(): string {
  const rows = Object.entries(parts).map(([part, { what, mayImport }]) => {
    const allowed = mayImport.length === 0 ? 'no other part' : code(mayImport);
    return [`\`${part}\``, what, mayImport.includes('*') ? 'every part of `harness/`' : allowed];
  });
  return table(['part', 'what is in it', 'may import'], rows);
}
