import { errorCodes } from '../../../harness/errors.ts';
import { table } from '../table.ts';

/** Every error code with its exit code and meaning. */
export function errorTable(): string {
  const rows = Object.entries(errorCodes).map(([code, { exit, means }]) => [`\`${code}\``, String(exit), means]);
  return table(['code', 'exit', 'meaning'], rows);
}
