import { formatDuration } from '../../model/duration.ts';
import type { Evidence } from '../../model/evidence.ts';
import type { Report } from '../../model/report.ts';
import type { LinesOfWorkflows } from '../logs/lines-of-workflows.ts';
import { escapeXml } from '../timeline/svg.ts';
import { timelineOf } from '../timeline/timeline.ts';
import type { WorkflowLane } from '../timeline/workflow-lanes.ts';
import { renderTimelineSvg } from './render-timeline-svg.ts';
import { renderWorkflowLines, workflowName } from './render-workflow-lines.ts';

const style = `
:root{color-scheme:light dark;--text:#1f2937;--muted:#6b7280;--line:#e5e7eb;--back:#ffffff;--bad:#c1121f;--good:#047857}
@media (prefers-color-scheme:dark){
:root{--text:#e5e7eb;--muted:#9aa4b2;--line:#27303b;--back:#11161d;--bad:#ff6b6b;--good:#34d399}}
body{margin:0;padding:12px;background:var(--back);color:var(--text);font:13px/1.45 system-ui,sans-serif}
svg{width:100%;min-width:900px;height:auto;display:block}
figure{margin:0;overflow-x:auto}
h2{font-size:15px;margin:20px 0 6px 4px}
table{border-collapse:collapse;margin:0 4px}
th,td{text-align:left;padding:3px 14px 3px 0;border-bottom:1px solid var(--line);vertical-align:top}
th{color:var(--muted);font-weight:500}
a{color:inherit}h3{font-size:13px;margin:12px 0 2px 4px}pre{margin:0 4px;overflow-x:auto;font-size:12px}
td.n{text-align:right;font-variant-numeric:tabular-nums}
.invalid,.bad{color:var(--bad)}.valid,.good{color:var(--good)}
`;

const policy = "default-src 'none'; style-src 'unsafe-inline'";

/**
 * The timeline as a page: the picture with details on hover, then the findings and the workflows as tables, each
 * workflow with a link to its lines of the logs.
 *
 * @remarks Pure. Without scripts, so that it also works in the sandboxed frame of an Allure attachment.
 */
export function renderTimelineHtml(evidence: Evidence, report?: Report, lines: LinesOfWorkflows = new Map()): string {
  const timeline = timelineOf(evidence, report);
  const faults = timeline.faults.map((fault) => row([escapeXml(fault.text)]));
  return [
    '<!doctype html>',
    `<html lang="en"><head><meta charset="utf-8"><title>${escapeXml(timeline.title)}</title>`,
    `<meta http-equiv="Content-Security-Policy" content="${policy}">`,
    `<meta name="viewport" content="width=device-width"><style>${style}</style></head><body>`,
    `<figure>${renderTimelineSvg(evidence, report)}</figure>`,
    ...(report === undefined ? [] : [findingsTable(report)]),
    table('Faults', ['what, on whom, when'], faults),
    table(
      'Workflows',
      workflowColumns,
      timeline.workflows.map((lane) => workflowRow(lane, lines)),
    ),
    renderWorkflowLines(
      timeline.workflows.map(({ workflowId }) => workflowId),
      lines,
    ),
    '</body></html>',
    '',
  ].join('\n');
}

const workflowColumns = [
  'workflow',
  'end',
  'from',
  'to',
  'took',
  'events',
  'trouble',
  'checkpoints',
  'effects',
  'repeats',
];

function workflowRow(lane: WorkflowLane, lines: LinesOfWorkflows): string {
  const outcome = `<span class="${lane.asExpected ? 'good' : 'bad'}">${escapeXml(lane.outcome)}</span>`;
  const applied = lane.effects.filter((mark) => mark.outcome === 'applied').length;
  const trouble = lane.events.filter((mark) => mark.sort === 'trouble').map((mark) => mark.text);
  return row(
    [
      workflowName(lane.workflowId, lines),
      outcome,
      `${Math.round(lane.fromMs)} ms`,
      `${Math.round(lane.toMs)} ms`,
      formatDuration(lane.toMs - lane.fromMs),
      String(lane.events.length),
      escapeXml(trouble.join('; ')),
      String(lane.checkpoints.length),
      String(applied),
      String(lane.effects.length - applied),
    ],
    new Set([2, 3, 4, 5, 7, 8, 9]),
  );
}

function findingsTable(report: Report): string {
  const rows = report.findings.map(({ check, verdict, summary }) => {
    return row([escapeXml(check), `<span class="${verdict}">${verdict}</span>`, escapeXml(summary)]);
  });
  return table('Findings', ['check', 'verdict', 'what was found'], rows);
}

function table(heading: string, columns: readonly string[], rows: readonly string[]): string {
  if (rows.length === 0) return '';
  const head = columns.map((column) => `<th scope="col">${column}</th>`).join('');
  return `<h2>${heading}</h2><table><thead><tr>${head}</tr></thead><tbody>${rows.join('\n')}</tbody></table>`;
}

function row(cells: readonly string[], numeric: ReadonlySet<number> = new Set()): string {
  return `<tr>${cells.map((cell, index) => `<td${numeric.has(index) ? ' class="n"' : ''}>${cell}</td>`).join('')}</tr>`;
}
