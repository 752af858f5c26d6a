import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The folder of the project. */
export const projectFolder = join(import.meta.dirname, '..', '..');

/** The documents that are kept true, by their paths in the project. */
export const documents = [
  'README.md',
  'ARCHITECTURE.md',
  'CONTRIBUTING.md',
  'CHANGELOG.md',
  ...globSync('docs/**/*.md', at()),
];

/** The text of README.md. */
export const readme = textOf('README.md');

interface Manifest {
  readonly files: readonly string[];
  readonly scripts: Readonly<Record<string, string>>;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
}

/** What package.json says of scripts and dependencies, against which the documents are held. */
export const manifest = JSON.parse(textOf('package.json')) as Manifest;

/** What a glob of the project is relative to. */
export function at(): { readonly cwd: string } {
  return { cwd: projectFolder };
}

/** The text of a file of the project. */
export function textOf(path: string): string {
  return readFileSync(join(projectFolder, path), 'utf8');
}
