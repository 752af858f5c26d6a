import { existsSync } from 'node:fs';
import { extname, join } from 'node:path';

/** The folder of the system's sources, or of what they were compiled to. */
export const systemFolder: string = import.meta.dirname;

/** The ending of the system's files: `.ts`, or `.js` where they were compiled. */
export const sourceExtension: string = extname(import.meta.filename);

/** The folder of a broken variant of the system. */
export function sabotageFolder(sabotage: string): string {
  return join(systemFolder, 'sabotage', sabotage);
}

/** The file that exports the workflows: those of a broken variant where it has its own, or else the good ones. */
export function workflowsFile(sabotage: string | null = null): string {
  const good = join(systemFolder, 'workflows', `index${sourceExtension}`);
  if (sabotage === null) return good;
  const broken = join(sabotageFolder(sabotage), `workflows${sourceExtension}`);
  return existsSync(broken) ? broken : good;
}
