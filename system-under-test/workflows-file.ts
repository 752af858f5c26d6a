import { existsSync } from 'node:fs';
import { extname, join } from 'node:path';

/** The folder of the system's sources, or of what they were compiled to. */
export const systemFolder: string = import.meta.dirname;

/** The ending of the system's files: `.ts`, or `.js` where they were compiled. */
export const sourceExtension: string = extname(import.meta.filename);

/** The folder of the later versions of the system. */
export const versionsFolder: string = join(systemFolder, 'versions');

/** The folder of a variant of the system: a later version of it, or a broken one. */
export function variantFolder(variant: string): string {
  const version = join(versionsFolder, variant);
  return existsSync(version) ? version : join(systemFolder, 'sabotage', variant);
}

/** The file that exports the workflows: those of a variant where it has its own, or else the first ones. */
export function workflowsFile(variant: string | null = null): string {
  const first = join(systemFolder, 'workflows', `index${sourceExtension}`);
  if (variant === null) return first;
  const own = join(variantFolder(variant), `workflows${sourceExtension}`);
  return existsSync(own) ? own : first;
}
