import { environmentVariables } from '../environment-variables.ts';
import { code, table } from '../table.ts';

/** Every environment variable that a user may set. */
export function environmentTable(): string {
  const rows = environmentVariables.map(({ names, readBy, means }) => [code(names), readBy, means]);
  return table(['variable', 'read by', 'meaning'], rows);
}
