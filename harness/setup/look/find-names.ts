import type { ProjectFile } from './project-files.ts';

/** Something that a project names, and where. */
export interface Found {
  readonly value: string;
  /** `<file>:<line>`. */
  readonly at: string;
}

/** Task queues as all SDKs name them: in an option, in a constant, or as the second argument of Go's worker. */
const queuePatterns = [
  /task_?queue\w*["']?\s*(?::\s*(?:str|string)\s*)?(?::=|[:=])\s*["'`]([^"'`\n$]+)["'`]/gi,
  /\bworker\.New\(\s*\w+,\s*"([^"\n]+)"/g,
];

/** The task queues that a project names. */
export function findTaskQueues(files: readonly ProjectFile[]): readonly Found[] {
  return distinct(files.flatMap((file) => queuePatterns.flatMap((pattern) => matches(file, pattern))));
}

const workflowPatterns: readonly (readonly [files: RegExp, needs: RegExp, pattern: RegExp])[] = [
  [/\.py$/, /temporalio/, /@workflow\.defn\(\s*name\s*=\s*["']([^"'\n]+)["']/g],
  [/\.py$/, /temporalio/, /@workflow\.defn(?:\((?!\s*name\s*=)[^)]*\))?\s*\n(?:@.*\n)*class\s+(\w+)/g],
  [/\.go$/, /go\.temporal\.io/, /\bRegisterWorkflow\(\s*(?:\w+\.)?(\w+)\s*\)/g],
  [/\.[cm]?[tj]s$/, /['"]@temporalio\/workflow['"]/, /^export\s+(?:async\s+)?function\s+(\w+)\s*[(<]/gm],
];

/** The workflow types that a project defines or registers. */
export function findWorkflows(files: readonly ProjectFile[]): readonly Found[] {
  return distinct(
    files.flatMap((file) =>
      workflowPatterns
        .filter(([path, needs]) => path.test(file.path) && needs.test(file.text))
        .flatMap(([, , pattern]) => matches(file, pattern)),
    ),
  );
}

/** A variable that a project reads, with the value that it has where none is set. */
export interface FoundVariable extends Found {
  readonly usual: string | null;
}

const variablePatterns = [
  /process\.env(?:\.|\[['"])([A-Z][A-Z0-9_]+)(?:['"]\])?(?:\s*(?:\?\?|\|\|)\s*['"`]([^'"`\n]+)['"`])?/g,
  /(?:os\.environ\.get|os\.getenv)\(\s*["']([A-Z][A-Z0-9_]+)["'](?:\s*,\s*["']([^"'\n]+)["'])?/g,
  /os\.environ\[\s*["']([A-Z][A-Z0-9_]+)["']\s*\]/g,
  /os\.(?:Getenv|LookupEnv)\(\s*"([A-Z][A-Z0-9_]+)"/g,
];
const settingPattern = /^(?:export\s+)?([A-Z][A-Z0-9_]+)=["']?([^"'\n#]*)/gm;

/** The variables that name a place: a URL, a host, a key of Supabase. */
export function findVariables(files: readonly ProjectFile[]): readonly FoundVariable[] {
  const settings = files.filter(({ path }) => /(^|\/)\.env/.test(path));
  const given = new Map(settings.flatMap((file) => [...file.text.matchAll(settingPattern)].map(pairOf)));
  const read = files
    .filter(({ path }) => /\.(py|go|[cm]?[tj]s)$/.test(path))
    .flatMap((file) =>
      variablePatterns.flatMap((pattern) => [...file.text.matchAll(pattern)].map((one) => at(file, one))),
    );
  return distinct(read.filter(({ value }) => isPlace(value))).map((one) => ({
    ...one,
    usual: given.get(one.value) || one.usual,
  }));
}

function isPlace(name: string): boolean {
  return /_(URL|URI|ENDPOINT|BASE|HOST|PORT|HOSTPORT|ADDR|ADDRESS|DSN)$/.test(name) || /^SUPABASE_.*KEY$/.test(name);
}

function pairOf([, name = '', value = '']: RegExpMatchArray): readonly [string, string] {
  return [name, value.trim()];
}

function matches(file: ProjectFile, pattern: RegExp): readonly Found[] {
  return [...file.text.matchAll(pattern)].map((one) => at(file, one));
}

function at({ path, text }: ProjectFile, { 1: value = '', 2: usual, index }: RegExpMatchArray): FoundVariable {
  const line = text.slice(0, (index ?? 0) + 1).split('\n').length;
  return { value, at: `${path}:${line}`, usual: usual ?? null };
}

/** The first of each value. */
function distinct<T extends Found>(found: readonly T[]): readonly T[] {
  return [...Map.groupBy(found, ({ value }) => value).values()].flatMap((same) => same.slice(0, 1));
}
