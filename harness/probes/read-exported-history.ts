import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import type { EventHistory } from '../model/event-history.ts';
import { exportedHistory } from './exported-history.ts';

/** The ends of names of exported files: JSON, one event a line, either of them compressed. */
const EXPORTED = /\.(?:json|jsonl|ndjson)(?:\.gz)?$/i;

/** Whether a file has a name of an exported event history. */
export function isExportedName(name: string): boolean {
  return EXPORTED.test(name);
}

/**
 * Reads a file that `temporal workflow show` (`--output json` or `jsonl`) or the Temporal UI wrote, compressed by gzip or
 * not. Its name stands for the workflow id, which older servers did not record.
 *
 * @throws Error if it is no event history; its message says why.
 */
export async function readExportedHistory(path: string): Promise<EventHistory> {
  const content = await readFile(path);
  const isCompressed = content[0] === 0x1f && content[1] === 0x8b;
  const text = (isCompressed ? await promisify(gunzip)(content) : content).toString('utf8');
  return exportedHistory(parsed(text), basename(path).replace(EXPORTED, ''));
}

/** JSON, or one JSON value a line. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    const lines = text.split('\n').filter((line) => line.trim() !== '');
    if (lines.length < 2) throw cause;
    try {
      return lines.map((line): unknown => JSON.parse(line));
    } catch {
      // What is wrong with the whole says more to the reader.
      throw cause;
    }
  }
}
