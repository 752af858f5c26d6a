import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import type { z } from 'zod';
import { HarnessError, reasonOf } from '../../errors.ts';
import {
  type RecordedStrike,
  recordedStrikeSchema,
  type SharedEvidence,
  sharedEvidenceSchema,
} from '../../model/recorded-strike.ts';
import { describeIssues, refuseNewerSchema } from '../store/read-json-file.ts';

/** The folder below an exploration's own that has what its strikes can be judged by again. */
const FOLDER = 'evidence';

/**
 * Writes the evidence of one strike, compressed: some kilobytes.
 *
 * @throws HarnessError CHAOS_NOT_WRITABLE
 */
export async function writeStrike(folder: string, strike: RecordedStrike): Promise<void> {
  await write(strikeFile(folder, strike.job.workflowId), strike);
}

/** Writes the evidence that all strikes share. @throws HarnessError CHAOS_NOT_WRITABLE */
export async function writeShared(folder: string, shared: SharedEvidence): Promise<void> {
  await write(sharedFile(folder), shared);
}

/**
 * Reads the evidence of the strike on a workflow, or says why it can't be used.
 *
 * @throws HarnessError CHAOS_BAD_RUN_FOLDER if it is newer than this harness.
 */
export async function readStrike(folder: string, workflowId: string): Promise<RecordedStrike | string> {
  return await read(strikeFile(folder, workflowId), recordedStrikeSchema);
}

/** Reads the evidence that all strikes share, as {@link readStrike}. */
export async function readShared(folder: string): Promise<SharedEvidence | string> {
  return await read(sharedFile(folder), sharedEvidenceSchema);
}

function sharedFile(folder: string): string {
  return join(folder, FOLDER, 'shared.json.gz');
}

/** Workflow ids are not safe as names of files, so a part of their hash tells them apart. */
function strikeFile(folder: string, workflowId: string): string {
  const hash = createHash('sha256').update(workflowId).digest('hex').slice(0, 12);
  const name = workflowId.replaceAll(/[^\w.-]+/g, '-').slice(-80);
  return join(folder, FOLDER, `${name}.${hash}.json.gz`);
}

async function write(path: string, content: unknown): Promise<void> {
  const draft = `${path}.part`;
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(draft, await promisify(gzip)(JSON.stringify(content)));
    await rename(draft, path);
  } catch (thrown) {
    const sentence = `Can't write ${path}: ${reasonOf(thrown)}. Free some disk space or make the folder writable.`;
    throw new HarnessError('CHAOS_NOT_WRITABLE', sentence, { cause: thrown });
  }
}

async function read<T extends { readonly schema: string }>(path: string, schema: z.ZodType<T>): Promise<T | string> {
  const packed = await readFile(path).catch(() => null);
  if (packed === null) return 'Its evidence is not in the folder.';
  const raw = await unpacked(packed);
  if (raw === null) return 'Its evidence is not whole.';
  if (typeof raw === 'object' && 'schema' in raw) refuseNewerSchema(path, String(raw.schema));
  const result = schema.safeParse(raw);
  return result.success ? result.data : `Its evidence can't be used: ${describeIssues(result.error)}.`;
}

async function unpacked(packed: Buffer): Promise<object | null> {
  try {
    const raw: unknown = JSON.parse((await promisify(gunzip)(packed)).toString());
    return typeof raw === 'object' ? raw : null;
  } catch {
    return null;
  }
}
