import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { readHistory, runsIn } from '../allure/allure-history.ts';
import { allureResultsDir } from '../allure/allure-results.ts';
import { buildAllureReport } from '../allure/build-allure-report.ts';
import { foreignLoads } from '../allure/self-contained.ts';
import type { MochaCount } from './run-mocha.ts';
import { showSampleExploration } from './test-support/sample-exploration-shown.ts';

interface Step {
  readonly name: string;
  readonly status: string;
  readonly steps: readonly Step[];
  readonly attachments: readonly { readonly name: string; readonly source: string }[];
}

interface Result extends Step {
  readonly historyId: string;
  readonly labels: readonly { readonly name: string; readonly value: string }[];
  readonly parameters: readonly { readonly excluded?: boolean }[];
  readonly statusDetails: { readonly message?: string };
}

const kinds = ['valid', 'invalid'] as const;

describe('an exploration in Mocha', function () {
  this.timeout(60_000);
  let reports: string;
  const counted = new Map<string, MochaCount>();
  const results = new Map<string, readonly Result[]>();
  const folderOf = (kind: string): string => allureResultsDir(reports, 'explore-ingestDocument', `run-${kind}`);

  before(async () => {
    reports = await mkdtemp(join(tmpdir(), 'durable-chaos-mocha-'));
    for (const kind of kinds) {
      counted.set(kind, await showSampleExploration(reports, `run-${kind}`, kind));
      const files = (await readdir(folderOf(kind))).filter((name) => name.endsWith('-result.json'));
      const read = files.map(async (name) => JSON.parse(await readFile(join(folderOf(kind), name), 'utf8')) as Result);
      results.set(kind, await Promise.all(read));
    }
  });

  after(async () => {
    await rm(reports, { recursive: true });
  });

  function resultOf(kind: string, name: string): Result {
    const found = results.get(kind)?.find((result) => result.name === name);
    if (found === undefined) throw new Error(`Expected a result named ${name}, but there is none.`);
    return found;
  }

  /** Attachments of a test, and of its steps, which need not have any. */
  function allAttachments(step: Partial<Step>): readonly string[] {
    return [...(step.attachments ?? []).map(({ name }) => name), ...(step.steps ?? []).flatMap(allAttachments)];
  }

  it('has one test a step, one a case for the coverage, and one of the whole; all pass where all is valid', () => {
    expect(counted.get('valid')).to.deep.equal({ failures: 0, uncaught: null });
    const valid = results.get('valid') ?? [];
    expect(valid).to.have.length(12 + 2 + 1);
    expect(new Set(valid.map(({ status }) => status))).to.deep.equal(new Set(['passed']));
  });

  it('shows what went wrong as failed and what proved nothing as broken', () => {
    expect(counted.get('invalid')).to.deep.equal({ failures: 7, uncaught: null });
    const statuses = (results.get('invalid') ?? [])
      .filter(({ status }) => status !== 'passed')
      .map(({ name, status }) => `${name}: ${status}`);
    expect(statuses.toSorted()).to.deep.equal([
      'approved · coverage: broken',
      'approved · extractPages: failed',
      'approved · publish: failed',
      'approved · saveCheckpoint[received]: broken',
      'cancelled · coverage: broken',
      'cancelled · revokeEmbeddings: failed',
      'cancelled · workflow task 3: failed',
    ]);
    expect(resultOf('invalid', 'approved · coverage').statusDetails.message).to.match(/^Unknown: 37 points · 35 expl/);
  });

  it('has a step for each point and action, those after a failing one too', () => {
    const steps = resultOf('invalid', 'approved · publish').steps.map(({ name, status }) => `${name} (${status})`);
    expect(steps).to.have.length(14);
    expect(steps.slice(4, 10)).to.deep.equal([
      '✗ outside 1/reply · crash: invalid (failed)',
      '✗ outside 1/reply · lost answer: invalid (failed)',
      '✓ supabase 1/request · crash: valid (passed)',
      '✓ supabase 1/request · lost answer: valid (passed)',
      '✓ supabase 1/reply · crash: valid (passed)',
      '✓ supabase 1/reply · lost answer: valid (passed)',
    ]);
  });

  it('attaches the maps, and to each failing step the command that repeats it, whole', async () => {
    const coverage = allAttachments(resultOf('valid', 'approved · coverage'));
    expect(coverage).to.deep.equal(['coverage map', 'coverage maps with details']);
    const whole = allAttachments(resultOf('valid', 'the exploration itself · audit and findings'));
    expect(whole).to.deep.equal(['coverage maps', 'exploration', 'exploration as data']);
    const failing = resultOf('invalid', 'approved · publish').steps.find(({ status }) => status === 'failed');
    const deep = failing?.steps.flatMap(({ attachments }) => attachments) ?? [];
    const source = [...(failing?.attachments ?? []), ...deep][0]?.source ?? '';
    const text = await readFile(join(folderOf('invalid'), source), 'utf8');
    expect(text).to.include("--action crash --point 'ingestDocument/approved/publish/outside 1/reply'\n");
  });

  it('has the same identity in every exploration, for any seed', () => {
    for (const { name, historyId } of results.get('valid') ?? []) {
      expect(resultOf('invalid', name).historyId).to.equal(historyId);
    }
    expect(new Set((results.get('valid') ?? []).map(({ historyId }) => historyId)).size).to.equal(15);
    const { parameters, labels } = resultOf('valid', 'cancelled · revokeEmbeddings');
    expect(parameters.length).to.be.greaterThan(3);
    expect(parameters.every(({ excluded }) => excluded === true)).to.equal(true);
    const wanted = ['epic', 'feature', 'story', 'run'].map(
      (name) => labels.find((label) => label.name === name)?.value,
    );
    expect(wanted).to.deep.equal(['Durable chaos', 'explore ingestDocument', 'cancelled', 'run-valid']);
  });

  it('becomes part of the one page, with its history', async () => {
    const { signal } = new AbortController();
    await buildAllureReport({ reportsFolder: reports, resultsDir: folderOf('valid'), signal });
    const page = await buildAllureReport({ reportsFolder: reports, resultsDir: folderOf('invalid'), signal });
    expect(foreignLoads(await readFile(page, 'utf8'))).to.deep.equal([]);
    const history = await readHistory(join(reports, 'allure', 'history.jsonl'));
    expect([...runsIn(history)].toSorted()).to.deep.equal(['run-invalid', 'run-valid']);
  });
});
