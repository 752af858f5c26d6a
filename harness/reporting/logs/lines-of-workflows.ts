import { existsSync } from 'node:fs';
import type { LogLine } from './log-line.ts';
import { LogTail } from './log-tail.ts';

/** The lines about each workflow, by its id, in the order of their times. */
export type LinesOfWorkflows = ReadonlyMap<string, readonly LogLine[]>;

/** The lines of a folder of logs that say which workflow they are about. */
export async function linesOfWorkflows(logsFolder: string): Promise<LinesOfWorkflows> {
  if (!existsSync(logsFolder)) return new Map();
  const lines = await new LogTail(logsFolder, null).next();
  const timed = lines.toSorted((a, b) => (a.fields?.time ?? '').localeCompare(b.fields?.time ?? ''));
  const groups = new Map<string, LogLine[]>();
  for (const line of timed) {
    const id = line.fields?.workflowId ?? null;
    if (id === null) continue;
    const group = groups.get(id) ?? [];
    group.push(line);
    groups.set(id, group);
  }
  return groups;
}
