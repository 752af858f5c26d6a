import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { attachment } from 'allure-js-commons';
import type { Evidence } from '../model/evidence.ts';
import { shortened } from '../model/explained-finding.ts';
import { entriesOf } from '../model/journal.ts';
import type { Report } from '../model/report.ts';
import { faultedWorkflows } from '../reporting/timeline/task-spans.ts';

/** A run whose files are attached. */
export interface AttachedRun {
  readonly report: Report;
  readonly folder: string;
  readonly evidence: Evidence | null;
}

/** How much of the end of a log is attached; the run folder has the whole of it. */
const LOG_BYTES = 200_000;

/**
 * Attaches the files that a reader wants at hand to the running test; all of them are in the run folder too.
 *
 * @remarks The timeline is attached twice: Allure shows an SVG as an image, which has no details on hover, and HTML in a frame
 * without scripts, where they work.
 */
export async function attachOutcome({ report, folder, evidence }: AttachedRun): Promise<void> {
  const findings = report.findings.map((finding) => shortened(finding));
  await attachFile(folder, { name: 'timeline', file: 'timeline.svg', type: 'image/svg+xml' });
  await attachFile(folder, { name: 'timeline with details', file: 'timeline.html', type: 'text/html' });
  await attachFile(folder, { name: 'report', file: 'report.md', type: 'text/markdown' });
  await attachment('findings', `${JSON.stringify(findings, null, 2)}\n`, 'application/json');
  await attachFile(folder, { name: 'plan', file: 'plan.json', type: 'application/json' });
  if (evidence === null) return;
  await attachStruckHistory(evidence);
  for (const { component, incarnation } of victimsOf(evidence)) {
    const file = join('logs', `${component}.${incarnation}.log`);
    await attachFile(folder, { name: `log of ${component} #${incarnation} (victim)`, file, type: 'text/plain' });
  }
}

/** A file that is attached to a test. */
export interface Attached {
  readonly name: string;
  /** Relative to the run folder. */
  readonly file: string;
  readonly type: string;
}

/** Attaches a file of a run folder; if it can't be read, the attachment says so. */
export async function attachFile(folder: string, { name, file, type }: Attached): Promise<void> {
  const content = await readFile(join(folder, file)).catch((thrown: unknown) => missing(file, thrown));
  const isLog = type === 'text/plain';
  await attachment(name, isLog ? content.subarray(-LOG_BYTES) : content, type);
}

/** Says that a file is missing, so that an absent log doesn't look like an empty one. */
function missing(file: string, thrown: unknown): Buffer {
  const code = (thrown as NodeJS.ErrnoException).code ?? 'no reason given';
  return Buffer.from(`${file} could not be read: ${code}\n`);
}

async function attachStruckHistory({ journal, eventHistories }: Evidence): Promise<void> {
  const [struck] = faultedWorkflows(journal);
  if (struck === undefined || eventHistories.state === 'unavailable') return;
  const history = eventHistories.rows.find(({ workflowId }) => workflowId === struck);
  if (history === undefined) return;
  const json = `${JSON.stringify({ events: history.events }, null, 2)}\n`;
  await attachment(`event history of ${struck} (struck)`, json, 'application/json');
}

function victimsOf({ journal }: Evidence): readonly { readonly component: string; readonly incarnation: number }[] {
  const victims = entriesOf(journal, 'fault')
    .filter((entry) => entry.step === 'injecting')
    .flatMap(({ component, incarnation }) =>
      component === undefined || incarnation === undefined ? [] : [{ component, incarnation }],
    );
  return [...new Map(victims.map((victim) => [`${victim.component}.${victim.incarnation}`, victim])).values()];
}
