import type { Summary, SummaryRow } from '../../model/summary.ts';
import { markdownTable } from '../text/markdown-table.ts';
import { describeSummary, outcomesLine, summaryCells, summaryColumns, summaryPlace } from './summary-cells.ts';

/** summary.md: the table of all scenarios, why a scenario is no success, and how to repeat each. Pure. */
export function renderSummaryMarkdown(summary: Summary): string {
  const { rows, seed, harness, startedAt } = summary;
  const lines = [
    `# All scenarios, ${summaryPlace(summary)}, seed ${seed}`,
    '',
    `**${describeSummary(summary)}** ${outcomesLine(summary)}.`,
    '',
    ...markdownTable(
      [...summaryColumns],
      rows.map((row) => summaryCells(row, seed)),
    ),
    '',
    'Recovery: the unit of work that took longest beside its bound, and how much of its bound the tightest unit used.',
    ...part('Why not valid', rows.filter((row) => row.why !== null).map(reason)),
    ...part('What was claimed, and what was judged of it', rows.map(claim)),
    ...repeatPart(rows),
    '',
    `durable-chaos ${harness}, started ${startedAt}, exit code ${summary.exit}.`,
  ];
  return `${lines.join('\n')}\n`;
}

function part(title: string, items: readonly string[]): readonly string[] {
  return items.length === 0 ? [] : ['', `## ${title}`, '', ...items.map((item) => `- ${item}`)];
}

function claim(row: SummaryRow): string {
  const judged = row.state === 'run' && row.meaning !== undefined ? ` **${row.verdict}**: ${row.meaning}.` : '';
  return `\`${row.scenario}\`: ${row.hypothesis}${judged}`;
}

function reason(row: SummaryRow): string {
  const why = (row.why ?? '').replaceAll('<', '&lt;').replaceAll(/\s*\n\s*/g, ' ');
  return `\`${row.scenario}\`: ${why}${row.state === 'run' ? ` (\`${row.folder}\`)` : ''}`;
}

function repeatPart(rows: readonly SummaryRow[]): readonly string[] {
  const commands = rows.flatMap((row) => (row.state === 'run' ? [row.reproduce] : []));
  return commands.length === 0 ? [] : ['', '## Repeat one', '', '```sh', ...commands, '```'];
}
