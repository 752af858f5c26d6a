import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { z } from 'zod';
import { firstLine, HarnessError } from '../../errors.ts';
import { formatVersion, readSchemaName } from './run-folder-layout.ts';

/** The content of a file, or why it could not be read. */
export type ReadResult<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly reason: string };

/**
 * A JSON file of a run folder, checked against its schema.
 *
 * @remarks A file that is missing, cut short or of another shape is a reason, not an error: everything that rests on it
 * is unknown.
 * @throws HarnessError CHAOS_BAD_RUN_FOLDER if the file says that it is newer than this harness.
 */
export async function readJsonFile<T>(path: string, schema: z.ZodType<T>): Promise<ReadResult<T>> {
  const name = basename(path);
  const text = await readFile(path, 'utf8').catch((thrown: unknown) => notRead(thrown));
  if (typeof text !== 'string') return { ok: false, reason: `${name} ${text.why}` };
  const raw = parsed(text);
  if (raw === undefined) return { ok: false, reason: `${name} is not whole JSON` };
  refuseNewer(name, raw);
  const result = schema.safeParse(raw);
  return result.success
    ? { ok: true, value: result.data }
    : { ok: false, reason: `${name}: ${describeIssues(result.error)}` };
}

/** The first defect of a value, with its path. */
export function describeIssues(error: z.ZodError): string {
  return firstLine(z.prettifyError(error).replaceAll('\n  → at', ' at').replaceAll('✖ ', ''));
}

function notRead(thrown: unknown): { readonly why: string } {
  const code = (thrown as NodeJS.ErrnoException).code;
  return { why: code === 'ENOENT' ? 'is missing' : `cannot be read (${code ?? 'no reason given'})` };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

const versioned = z.looseObject({ schema: z.string() });

function refuseNewer(name: string, raw: unknown): void {
  const result = versioned.safeParse(raw);
  if (result.success) refuseNewerSchema(name, result.data.schema);
}

/**
 * Refuses a file of a newer harness.
 *
 * @throws HarnessError CHAOS_BAD_RUN_FOLDER.
 */
export function refuseNewerSchema(name: string, schema: string): void {
  const read = readSchemaName(schema);
  if (read === null) return;
  const known = formatVersion(read.what);
  if (read.version <= known) return;
  throw new HarnessError(
    'CHAOS_BAD_RUN_FOLDER',
    `Expected ${name} to be of version ${known} or older, but it is "${schema}". Use a newer durable-chaos.`,
  );
}
