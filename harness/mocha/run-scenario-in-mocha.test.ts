import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { readHistory, runsIn } from '../allure/allure-history.ts';
import { allureResultsDir } from '../allure/allure-results.ts';
import { buildAllureReport } from '../allure/build-allure-report.ts';
import { foreignLoads } from '../allure/self-contained.ts';
import { runSample } from './test-support/sample-run.ts';

interface Step {
  readonly name: string;
  readonly status: string;
  readonly steps: readonly Step[];
  readonly attachments: readonly { readonly name: string }[];
}

interface Result extends Step {
  readonly historyId: string;
  readonly labels: readonly { readonly name: string; readonly value: string }[];
  readonly parameters: readonly { readonly name: string; readonly value: string; readonly excluded?: boolean }[];
  readonly statusDetails: { readonly message?: string };
  readonly links: readonly { readonly name: string; readonly url: string }[];
}

const kinds = ['valid', 'invalid', 'unknown', 'throws'] as const;
const phases = ['provision', 'baseline', 'injection', 'healing', 'recovery', 'quiescence', 'collection', 'judging'];

describe('a scenario in Mocha', function () {
  this.timeout(60_000);
  let reports: string;
  const returned: unknown[] = [];
  const results = new Map<string, Result>();

  before(async () => {
    reports = await mkdtemp(join(tmpdir(), 'durable-chaos-mocha-'));
    for (const kind of kinds) {
      const { failures, outcome, error } = await runSample(reports, `run-${kind}`, kind);
      returned.push({ failures, verdict: outcome?.report.verdict ?? null, code: error?.code ?? null });
      const folder = allureResultsDir(reports, 'worker-kill', `run-${kind}`);
      const files = (await readdir(folder)).filter((name) => name.endsWith('-result.json'));
      expect(files).to.have.length(1);
      results.set(kind, JSON.parse(await readFile(join(folder, files[0] ?? ''), 'utf8')) as Result);
    }
  });

  after(async () => {
    await rm(reports, { recursive: true });
  });

  function resultOf(kind: string): Result {
    const result = results.get(kind);
    if (result === undefined) throw new Error(`Expected a result of ${kind}, but there is none.`);
    return result;
  }

  it('returns the outcome of each of several runs in one process, and the error of a run that threw', () => {
    expect(returned).to.deep.equal([
      { failures: 0, verdict: 'valid', code: null },
      { failures: 1, verdict: 'invalid', code: null },
      { failures: 1, verdict: 'unknown', code: null },
      { failures: 1, verdict: null, code: 'CHAOS_STACK_NOT_READY' },
    ]);
  });

  it('shows invalid as failed, unknown and errors of the harness as broken, each told apart by its message', () => {
    const seen = kinds.map((kind) => `${resultOf(kind).status}: ${resultOf(kind).statusDetails.message ?? ''}`);
    expect(seen).to.deep.equal([
      'passed: ',
      'failed: Invalid: side-effects-once: 2 of 160 effects were applied twice.',
      'broken: Unknown: fault-landed: No effect witness was found.',
      'broken: CHAOS_STACK_NOT_READY: Expected temporal to be ready, but it died.',
    ]);
  });

  it('has the phases, the checks and the evidence as steps, all checks even after one failed', () => {
    const steps = resultOf('invalid').steps.map(({ name, status }) => `${name} (${status})`);
    expect(steps).to.deep.equal([
      ...phases.map((phase) => `${phase} (passed)`),
      '✓ every-workflow-completes: valid (passed)',
      '✗ side-effects-once: invalid (failed)',
      'evidence (passed)',
    ]);
    expect(resultOf('throws').steps.map(({ name, status }) => `${name} (${status})`)).to.deep.equal([
      'provision (broken)',
    ]);
  });

  it('attaches the timeline, the report, the plan, a struck event history and the log of the victim', () => {
    const evidence = resultOf('valid').steps.find((step) => step.name === 'evidence');
    const attached = evidence?.steps.flatMap((step) => step.attachments.map(({ name }) => name)) ?? [];
    const direct = evidence?.attachments.map(({ name }) => name) ?? [];
    expect([...direct, ...attached]).to.deep.equal([
      'timeline',
      'timeline with details',
      'report',
      'findings',
      'plan',
      'event history of document-01 (struck)',
      'log of worker-1 #1 (victim)',
    ]);
  });

  it('links to the documents of each check that is not valid, on this disk', () => {
    const links = kinds.map((kind) => resultOf(kind).links.map(({ name }) => name));
    expect(links).to.deep.equal([[], ['docs: side-effects-once'], ['docs: fault-landed'], []]);
    const [link] = resultOf('invalid').links;
    const url = new URL(link?.url ?? '');
    expect(url.hash).to.equal('#side-effects-once');
    expect(existsSync(url)).to.equal(true);
  });

  it('has the same identity in every run, for any seed', () => {
    expect(new Set([...results.values()].map(({ historyId }) => historyId)).size).to.equal(1);
    const { parameters, labels } = resultOf('valid');
    expect(parameters.every(({ excluded }) => excluded === true)).to.equal(true);
    expect(parameters.map(({ name }) => name)).to.include.members(['seed', 'stack', 'versions', 'sabotage']);
    const wanted = ['epic', 'feature', 'story', 'run'].map(
      (name) => labels.find((label) => label.name === name)?.value,
    );
    expect(wanted).to.deep.equal(['Durable chaos', 'documents', 'worker-kill', 'run-valid']);
  });

  it('becomes one page that loads nothing from elsewhere, with the history of all runs, two at once too', async () => {
    const { signal } = new AbortController();
    const build = (kind: string): Promise<string> => {
      const resultsDir = allureResultsDir(reports, 'worker-kill', `run-${kind}`);
      return buildAllureReport({ reportsFolder: reports, resultsDir, signal });
    };
    await build('valid');
    const [page] = await Promise.all([build('unknown'), build('invalid')]);
    const html = await readFile(page ?? '', 'utf8');
    expect(foreignLoads(html)).to.deep.equal([]);
    expect(html.length).to.be.greaterThan(1_000_000);
    const history = await readHistory(join(reports, 'allure', 'history.jsonl'));
    expect([...runsIn(history)].toSorted()).to.deep.equal(['run-invalid', 'run-unknown', 'run-valid']);
    const left = await readdir(join(reports, 'allure'));
    expect(left.toSorted()).to.deep.equal(['generate.log', 'history.jsonl', 'index.html']);
  });
});
