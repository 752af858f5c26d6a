import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { building, shipped } from '../dependencies.ts';
import { table } from '../table.ts';

const modules = join(import.meta.dirname, '..', '..', '..', 'node_modules');

/** Every dependency with its licence and the reason for it, those that ship first. */
export function dependencyTable(): string {
  const rows = (reasons: Readonly<Record<string, string>>, ships: string): readonly (readonly string[])[] =>
    Object.entries(reasons).map(([name, why]) => [`\`${name}\``, licenceOf(name), ships, why]);
  return table(['package', 'licence', 'ships', 'why'], [...rows(shipped, 'yes'), ...rows(building, 'no')]);
}

function licenceOf(name: string): string {
  const { license } = JSON.parse(readFileSync(join(modules, name, 'package.json'), 'utf8')) as { license: string };
  return license;
}
