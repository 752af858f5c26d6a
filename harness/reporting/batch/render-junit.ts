import { outcomeOf, type Summary, type SummaryRow } from '../../model/summary.ts';

/**
 * junit.xml: one test case a scenario. Pure.
 *
 * @remarks Written by hand: it is five elements, and the tests read it with an independent package. Characters that XML
 * can't hold must go in any case, and no builder of XML removes them. Invalid is a failure; unknown results and failures
 * of the harness are errors; a scenario that was not run is skipped, with the reason.
 */
export function renderJunit(summary: Summary): string {
  const { rows, seed, stack, startedAt, durationMs } = summary;
  const tally = `tests="${rows.length}" failures="${tallied(rows, 'failure')}" errors="${tallied(rows, 'error')}"`;
  const counts = `${tally} skipped="${tallied(rows, 'skipped')}" time="${seconds(durationMs)}"`;
  const lines = [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="durable-chaos" ${counts}>`,
    `  <testsuite name="${escaped(`${stack} stack`)}" timestamp="${startedAt.slice(0, 19)}" ${counts}>`,
    '    <properties>',
    `      <property name="seed" value="${seed}"/>`,
    `      <property name="stack" value="${stack}"/>`,
    `      <property name="harness" value="${escaped(summary.harness)}"/>`,
    '    </properties>',
    ...rows.flatMap((row) => testCase(row, stack)),
    '  </testsuite>',
    '</testsuites>',
  ];
  return `${lines.join('\n')}\n`;
}

type Element = 'failure' | 'error' | 'skipped';

/** Null: the test case has passed. */
function elementOf(row: SummaryRow): Element | null {
  const elements = { valid: null, invalid: 'failure', unknown: 'error', failed: 'error', notRun: 'skipped' } as const;
  return elements[outcomeOf(row)];
}

function tallied(rows: readonly SummaryRow[], element: Element): number {
  return rows.filter((row) => elementOf(row) === element).length;
}

function testCase(row: SummaryRow, stack: string): readonly string[] {
  const time = row.state === 'not-run' ? 0 : row.durationMs;
  const start = `    <testcase classname="durable-chaos.${stack}" name="${escaped(row.scenario)}" time="${seconds(time)}"`;
  const inner = [...outcomeLines(row), ...outputLines(row)];
  return inner.length === 0 ? [`${start}/>`] : [`${start}>`, ...inner, '    </testcase>'];
}

function outcomeLines(row: SummaryRow): readonly string[] {
  const element = elementOf(row);
  if (element === null) return [];
  const message = escaped(row.why ?? 'no reason was given');
  if (element === 'skipped') return [`      <skipped message="${message}"/>`];
  const type = row.state === 'run' ? outcomeOf(row) : row.state;
  return [`      <${element} type="${type}" message="${message}">${message}</${element}>`];
}

function outputLines(row: SummaryRow): readonly string[] {
  if (row.state !== 'run') return [];
  // The claim alone would say more than what was judged.
  const verdict = row.meaning === undefined ? row.verdict : `${row.verdict}: ${row.meaning}`;
  const text = [`claim: ${row.hypothesis}`, verdict, row.folder, row.reproduce].join('\n');
  return [`      <system-out>${escaped(text)}</system-out>`];
}

function seconds(ms: number): string {
  return (ms / 1000).toFixed(3);
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

/** Text for an attribute or an element; characters that XML 1.0 can't hold in any form become U+FFFD. */
function escaped(text: string): string {
  const legal = Array.from(text.toWellFormed(), (character) => (isLegal(character) ? character : '\uFFFD')).join('');
  return legal.replaceAll(/[&<>"']/g, (character) => entities[character] ?? character);
}

function isLegal(character: string): boolean {
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x20) return code === 0x9 || code === 0xa || code === 0xd;
  return code !== 0xfffe && code !== 0xffff;
}
