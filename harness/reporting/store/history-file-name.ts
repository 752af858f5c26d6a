import { createHash } from 'node:crypto';

const LONGEST = 120;

/**
 * A file name for an execution's event history, safe on every file system.
 *
 * @remarks Readable if the workflow id is plain. An id that was run before, or that differs from another one only in
 * upper and lower case, gets a digest of workflow and run id; the index keeps both ids in full.
 * @param taken - names in use so far, in lower case
 */
export function historyFileName(ids: { workflowId: string; runId: string }, taken: ReadonlySet<string>): string {
  const plain = encodeURIComponent(ids.workflowId)
    .replaceAll('*', '%2A')
    .replace(/^\.+/, (dots) => '%2E'.repeat(dots.length));
  const name = `${plain}.json`;
  const isFree = plain !== '' && plain.length <= LONGEST && name !== 'index.json' && !taken.has(name.toLowerCase());
  if (isFree) return name;
  const digest = createHash('sha256').update(`${ids.workflowId}\n${ids.runId}`).digest('hex').slice(0, 16);
  return `${plain.slice(0, LONGEST)}.${digest}.json`;
}
