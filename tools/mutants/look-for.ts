import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { Finding } from '../../harness/model/check.ts';
import { count } from '../../harness/model/count.ts';
import { exitCodes } from '../../harness/model/exit-code.ts';
import { explorationSchema } from '../../harness/model/exploration.ts';
import { reportSchema } from '../../harness/model/report.ts';
import type { Look } from './mutant.ts';
import { type Ended, runNode } from './run-in.ts';

/** What one look at a mutant saw. */
export interface Seen {
  /** The look in words: `worker-kill`. */
  readonly where: string;
  /**
   * `caught`: a check that was to find the harm found it; `by-accident`: only others did; `survived`: valid, or tests
   * that pass; `unproved`: nothing was decided; `failed`: the harness failed.
   */
  readonly outcome: 'caught' | 'by-accident' | 'survived' | 'unproved' | 'failed';
  /** The finding that tells most, in one line. */
  readonly why: string;
}

/** Looks for the mutant in a copy of the project that it is planted in. */
export async function lookFor(look: Look, folder: string, signal: AbortSignal): Promise<Seen> {
  if ('tests' in look) return await seenByTests(look.tests, folder, signal);
  const ended = await runNode(folder, commandOf(look), signal);
  const where = 'scenario' in look ? look.scenario : `explore ${[look.explore, look.case].filter(Boolean).join(' ')}`;
  const outcomes: Readonly<Record<number, Seen['outcome']>> = {
    [exitCodes.valid]: 'survived',
    [exitCodes.invalid]: 'caught',
    [exitCodes.unknown]: 'unproved',
  };
  const outcome = outcomes[ended.exit ?? exitCodes.harness] ?? 'failed';
  if (outcome === 'failed') return { where, outcome, why: lastLine(ended.stderr) };
  const findings = findingsOf(look, ended);
  if (outcome !== 'caught') return { where, outcome, why: told(findings, outcome === 'unproved' ? 'unknown' : null) };
  const bad = findings.filter(({ verdict }) => verdict === 'invalid');
  const named = bad.filter(({ check }) => look.checks?.includes(check.replace(/ \(reference\)$/, '')) ?? true);
  return named.length > 0
    ? { where, outcome, why: told(named, 'invalid') }
    : { where, outcome: 'by-accident', why: told(bad, 'invalid') };
}

function commandOf(look: Exclude<Look, { readonly tests: unknown }>): readonly string[] {
  const common = ['--stack', 'embedded', '--json', '--no-page'];
  if ('scenario' in look) {
    const params = Object.entries(look.params).flatMap(([name, value]) => ['--param', `${name}=${value}`]);
    return ['harness/cli/main.ts', 'scenario', look.scenario, '--seed', String(look.seed), ...params, ...common];
  }
  const chosen = look.case === undefined ? [] : ['--case', look.case];
  const points = (look.points ?? []).flatMap((point) => ['--point', point]);
  const action = look.action === undefined ? [] : ['--action', look.action];
  const what = [look.explore, ...chosen, ...points, ...action, '--audit', '0%', '--seed', '1'];
  return ['--max-semi-space-size=4', 'harness/cli/main.ts', 'explore', ...what, ...common];
}

const mochaReportSchema = z.object({ failures: z.array(z.object({ fullTitle: z.string() })) });

async function seenByTests(tests: readonly string[], folder: string, signal: AbortSignal): Promise<Seen> {
  const where = tests.join(' ');
  const file = join(folder, 'reports/mocha.json');
  await rm(file, { force: true });
  const reporter = ['--reporter', 'json', '--reporter-option', `output=${file}`];
  const { exit, stderr } = await runNode(folder, ['node_modules/mocha/bin/mocha.js', ...reporter, ...tests], signal);
  if (exit === 0) return { where, outcome: 'survived', why: 'all tests pass' };
  const text = await readFile(file, 'utf8').catch(() => null);
  if (text === null) return { where, outcome: 'failed', why: lastLine(stderr) };
  const titles = mochaReportSchema.parse(JSON.parse(text)).failures.map(({ fullTitle }) => fullTitle);
  return { where, outcome: 'caught', why: `${count(titles.length, 'test')} failed: ${titles[0] ?? 'before any ran'}` };
}

function findingsOf(look: Look, { stdout }: Ended): readonly Finding[] {
  if ('scenario' in look) return reportSchema.parse(JSON.parse(stdout)).findings;
  const { findings, results } = explorationSchema.parse(JSON.parse(stdout));
  return [...findings, ...results.flatMap((result) => result.findings)];
}

function told(findings: readonly Finding[], verdict: Finding['verdict'] | null): string {
  const shown = findings.filter((finding) => finding.verdict === verdict);
  const [first] = shown;
  if (first === undefined) return 'every check is valid';
  const names = [...new Set(shown.map(({ check }) => check))];
  return `${names.join(', ')}: ${first.summary}`;
}

function lastLine(text: string): string {
  return text.trim().split('\n').at(-1) ?? '';
}
