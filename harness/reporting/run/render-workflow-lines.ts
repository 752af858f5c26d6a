import type { LinesOfWorkflows } from '../logs/lines-of-workflows.ts';
import type { LogLine } from '../logs/log-line.ts';
import { escapeXml } from '../timeline/svg.ts';

/** The page holds the last lines of each workflow; the files in `logs/` have all. */
const SHOWN = 60;

/** The name of a workflow, as a link to its lines if there are any. */
export function workflowName(workflowId: string, lines: LinesOfWorkflows): string {
  const name = escapeXml(workflowId);
  return lines.has(workflowId) ? `<a href="#${escapeXml(anchorOf(workflowId))}">${name}</a>` : name;
}

/** What the components said about each workflow, one part a workflow. Pure. */
export function renderWorkflowLines(workflowIds: readonly string[], lines: LinesOfWorkflows): string {
  const parts = [...new Set(workflowIds)].flatMap((id) => {
    const own = lines.get(id);
    return own === undefined ? [] : [partOf(id, own)];
  });
  return parts.length === 0 ? '' : ['<h2>Log lines</h2>', ...parts].join('\n');
}

function partOf(workflowId: string, lines: readonly LogLine[]): string {
  const left = lines.length - SHOWN;
  const more = left > 0 ? ` (the last ${SHOWN} of ${lines.length}; logs/ has all)` : '';
  const text = lines.slice(-SHOWN).map((line) => escapeXml(textOf(line)));
  const heading = `<h3 id="${escapeXml(anchorOf(workflowId))}">${escapeXml(workflowId)}${more}</h3>`;
  return `${heading}<pre>${text.join('\n')}</pre>`;
}

function textOf({ component, incarnation, fields, text }: LogLine): string {
  if (fields === null) return text;
  const { time, level, message, subject } = fields;
  return [time.slice(11, 23), `${component}.${incarnation}`, level, message, ...subject].filter(Boolean).join('  ');
}

function anchorOf(workflowId: string): string {
  return `lines-of-${encodeURIComponent(workflowId)}`;
}
