import { dirname } from 'node:path';
import type { Found } from './find-names.ts';
import type { ProjectFile } from './project-files.ts';

/** A language that workers may be written in. */
export type Language = 'python' | 'go' | 'node';

/** A worker program that a project seems to have. */
export interface FoundWorker extends Found {
  /** As it is typed in the project's folder: the value. */
  readonly language: Language;
  /** What must be run before, such as a build; null: nothing. */
  readonly before: string | null;
  /** Temporal's address in its code; null: it reads one, or takes it from Temporal's own variables. */
  readonly fixedAddress: string | null;
}

/** Whether a file of the project's folder is there, such as the interpreter of a virtual environment. */
export type HasFile = (path: string) => boolean;

/** The programs of a project that start a worker. */
export function findWorkers(files: readonly ProjectFile[], has: HasFile): readonly FoundWorker[] {
  const isPackage = new Set(files.filter(({ path }) => path.endsWith('__init__.py')).map(({ path }) => dirname(path)));
  return files.flatMap(({ path, text }): readonly FoundWorker[] => {
    if (path.endsWith('.py') && /temporalio\.worker|temporalio import worker/.test(text) && /\bWorker\(/.test(text)) {
      return isProgram(text) ? [pythonWorker({ path, text }, isPackage, has)] : [];
    }
    if (path.endsWith('.go') && /\bworker\.New\(/.test(text) && /^package main\b/m.test(text))
      return [goWorker({ path, text })];
    if (/\.[cm]?[tj]s$/.test(path) && /\bWorker\.create\(/.test(text)) return [nodeWorker({ path, text }, has)];
    return [];
  });
}

/** Where an SDK looks for Temporal that is told nothing. */
const USUAL = 'localhost:7233';

/** An address that stands alone, and not as what a variable is where it is not set. */
function fixedAddressIn(text: string): string | null {
  if (/TEMPORAL_(ADDRESS|HOST|GRPC|SERVER|URL)|envconfig/i.test(text)) return null;
  const [, address] = /["'`]((?:localhost|127\.0\.0\.1):\d+)["'`]/.exec(text) ?? [];
  if (address !== undefined) return address;
  const isTold = /\bconnection\b|HostPort|Client\.connect\(/.test(text);
  return isTold ? null : USUAL;
}

function isProgram(text: string): boolean {
  return /__main__|^asyncio\.run\(/m.test(text);
}

function pythonWorker({ path, text }: ProjectFile, isPackage: ReadonlySet<string>, has: HasFile): FoundWorker {
  const python = ['.venv/bin/python', 'venv/bin/python', 'env/bin/python'].find((one) => has(one)) ?? 'python3';
  const asModule = isPackage.has(dirname(path)) || /^from \.|^from \w+\.\w+ import/m.test(text);
  const isBelow = path.includes('/');
  // A module finds its package from the project's folder; a program only what lies beside it.
  const program = asModule && isBelow ? `-m ${path.replace(/\.py$/, '').replaceAll('/', '.')}` : path;
  return {
    value: `${python} ${program}`,
    at: `${path}:${lineOf(text, /\bWorker\(/)}`,
    language: 'python',
    before: null,
    fixedAddress: fixedAddressIn(text),
  };
}

function goWorker({ path, text }: ProjectFile): FoundWorker {
  const folder = dirname(path);
  const name = folder === '.' ? 'worker' : folder.replaceAll('/', '-');
  const place = folder === '.' ? '.' : `./${folder}`;
  const at = `${path}:${lineOf(text, /\bworker\.New\(/)}`;
  return {
    value: `bin/${name}`,
    at,
    language: 'go',
    before: `go build -o bin/${name} ${place}`,
    fixedAddress: fixedAddressIn(text),
  };
}

function nodeWorker({ path, text }: ProjectFile, has: HasFile): FoundWorker {
  const runner = ['tsx', 'ts-node'].map((one) => `node_modules/.bin/${one}`).find((one) => has(one));
  const isScript = /\.[cm]?ts$/.test(path);
  const value = isScript && runner !== undefined ? `${runner} ${path}` : `node ${path}`;
  return {
    value,
    at: `${path}:${lineOf(text, /\bWorker\.create\(/)}`,
    language: 'node',
    before: null,
    fixedAddress: fixedAddressIn(text),
  };
}

function lineOf(text: string, pattern: RegExp): number {
  return text.slice(0, Math.max(0, text.search(pattern)) + 1).split('\n').length;
}
