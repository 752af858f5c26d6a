import { globSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';

/** A source file and what it imports: files of ours by path, packages by name. */
export interface SourceFile {
  readonly path: string;
  readonly files: readonly string[];
  readonly packages: readonly string[];
  /** The whole of it without block comments. */
  readonly text: string;
}

const projectFolder = join(import.meta.dirname, '..', '..');
const importPattern = /(?:^|\n)\s*(?:import|export)\s(?:[^'"]*?\sfrom\s)?'([^']+)'|\bimport\('([^']+)'\)/g;

/** All sources of the product and of tools/ (tests and their support left out) with their imports, paths relative to the project. */
export function readSources(): readonly SourceFile[] {
  const paths = globSync(
    ['harness/**/*.ts', 'scenarios/**/*.ts', 'system-under-test/**/*.ts', 'tools/**/*.ts', 'chaos.config.ts'],
    {
      cwd: projectFolder,
    },
  );
  return paths
    .filter((path) => !/(\.test|\.stack-test|\.docker-test|\.spec)\.ts$/.test(path))
    .filter((path) => !/\/(test-support|testing)\//.test(path))
    .map((path) => sourceFile(path));
}

function sourceFile(path: string): SourceFile {
  const text = readFileSync(join(projectFolder, path), 'utf8').replace(/\/\*[\s\S]*?\*\//g, '');
  const specifiers = [...text.matchAll(importPattern)].map((match) => match[1] ?? match[2] ?? '');
  const files = specifiers.filter((one) => one.startsWith('.')).map((one) => normalize(join(dirname(path), one)));
  const packages = specifiers.filter((one) => !one.startsWith('.') && !one.startsWith('node:')).map(packageOf);
  return { path, files, packages, text };
}

function packageOf(specifier: string): string {
  return specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/');
}
