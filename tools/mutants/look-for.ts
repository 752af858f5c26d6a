import type { Finding } from '../../harness/model/check.ts';
import { exitCodes } from '../../harness/model/exit-code.ts';
import { explorationSchema } from '../../harness/model/exploration.ts';
import { reportSchema } from '../../harness/model/report.ts';
import { lookByReplay } from './look-by-replay.ts';
import { lookByTests } from './look-by-tests.ts';
import type { Look } from './mutant.ts';
import { nothingFound, type Place, type Seen } from './place.ts';
import { type Ended, lastLine, runNode } from './run-in.ts';

/** Looks at a copy of the project, with the mutant in it or without. */
export async function lookFor(look: Look, place: Place): Promise<Seen> {
  if ('tests' in look) return await lookByTests(look.tests, place);
  if ('replay' in look) return await lookByReplay(look, place);
  return await lookByRun(look, place);
}

/** A look by a run of the command line that is judged by checks. */
type RunLook = Exclude<Look, { readonly tests: unknown } | { readonly replay: unknown }>;

async function lookByRun(look: RunLook, place: Place): Promise<Seen> {
  const ended = await runNode(place, commandOf(look));
  const where = whereOf(look);
  const outcomes: Readonly<Record<number, Exclude<Seen['outcome'], 'by-accident'>>> = {
    [exitCodes.valid]: 'survived',
    [exitCodes.invalid]: 'caught',
    [exitCodes.unknown]: 'unproved',
  };
  const outcome = outcomes[ended.exit ?? exitCodes.harness] ?? 'failed';
  if (ended.isOverdue) return nothingFound(where, 'failed', 'the run never ended');
  if (outcome === 'failed') return nothingFound(where, outcome, lastLine(ended.stderr));
  const findings = findingsOf(look, ended);
  if (outcome === 'survived') return nothingFound(where, outcome, 'every check is valid');
  if (outcome === 'unproved') return nothingFound(where, outcome, told(findings, 'unknown'));
  const bad = findings.filter(({ verdict }) => verdict === 'invalid');
  const named = bad.filter(({ check }) => look.checks?.includes(check) ?? true);
  const checks = namesOf(bad);
  return named.length > 0
    ? { where, outcome, why: told(named, 'invalid'), checks }
    : { where, outcome: 'by-accident', why: told(bad, 'invalid'), checks };
}

function whereOf(look: RunLook): string {
  if ('scenario' in look) return look.scenario;
  const ways = [...new Set((look.points ?? []).map((point) => point.split('/')[1] ?? ''))];
  const at = ways.length === 0 ? [look.case] : [`${ways.join(', ')} at ${look.points?.length ?? 0} points`];
  return ['explore', look.explore, ...at, look.action].filter((word) => word !== undefined).join(' ');
}

function commandOf(look: RunLook): readonly string[] {
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

/** The findings of a run, those of references under the names of their checks. */
function findingsOf(look: RunLook, { stdout }: Ended): readonly Finding[] {
  if ('scenario' in look) return reportSchema.parse(JSON.parse(stdout)).findings;
  const { findings, results } = explorationSchema.parse(JSON.parse(stdout));
  const ofReferences = findings.map((one) => ({ ...one, check: one.check.replace(/ \(reference\)$/, '') }));
  return [...ofReferences, ...results.flatMap((result) => result.findings)];
}

function told(findings: readonly Finding[], verdict: Finding['verdict']): string {
  const shown = findings.filter((finding) => finding.verdict === verdict);
  const [first] = shown;
  return first === undefined ? 'no check says why' : `${namesOf(shown).join(', ')}: ${first.summary}`;
}

function namesOf(findings: readonly Finding[]): readonly string[] {
  return [...new Set(findings.map(({ check }) => check))];
}
