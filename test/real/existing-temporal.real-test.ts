import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { explorationSchema } from '../../harness/model/exploration.ts';
import type { OthersWorkflow } from '../../harness/probes/test-support/others-workflows.ts';
import { waitFor } from '../../harness/wait.ts';
import { existingClaims } from '../catalogue/existing-claims.ts';
import { itDue } from '../catalogue/tier.ts';
import { filesWith } from './hosted/run-on-hosted.ts';
import { leftoversOf } from './leftovers.ts';
import { describeExploration } from './run-explore.ts';
import { chaos, chaosMain, describeFindings, reportOf } from './run-scenario.ts';
import { ProjectOnTemporal } from './temporal/project-on-temporal.ts';
import { toldRunId } from './told-run-id.ts';

const kill = ['scenario', 'worker-kill', '--seed', '3', '--param', 'documents=6', '--stack', 'embedded', '--json'];

describe('a Temporal of others, by mutual TLS and with a key', () => {
  let project: ProjectOnTemporal;
  let atFirst: readonly OthersWorkflow[];
  const errorOf = ({ stderr }: { readonly stderr: string }): string | undefined =>
    stderr.split('\n').find((line) => line.startsWith('CHAOS_'));

  before(async () => {
    project = await ProjectOnTemporal.start();
    atFirst = await project.others();
    expect(atFirst).to.have.lengthOf(20);
  });
  afterEach(async () => {
    expect(await project.others()).to.deep.equal(atFirst);
    expect(await filesWith(join(project.place, 'reports'), project.apiKey)).to.deep.equal([]);
  });
  after(async () => project[Symbol.asyncDispose]());

  itDue(
    existingClaims.valid,
    'worker-kill is valid on it under ids with its mark, and leaves no workflow',
    async () => {
      const { exit, stderr, report } = reportOf(await project.chaos([...kill, '--no-page']), 'worker-kill');
      expect(report.verdict, describeFindings(report)).to.equal('valid');
      expect(exit, stderr).to.equal(0);
      expect(report.versions.temporalAt).to.equal(`${project.front.address}, namespace payments`);
      expect(stderr).to.include(`existing Temporal at ${project.front.address}, namespace payments`);
      expect(stderr).to.not.include(project.apiKey);
      const folder = join(project.place, 'reports/runs/worker-kill', report.runId);
      expect(await readFile(join(folder, 'components.json'), 'utf8')).to.not.include('"temporal"');
      const plan = JSON.parse(await readFile(join(folder, 'plan.json'), 'utf8')) as {
        workload: { workflowId: string }[];
      };
      expect(plan.workload.every(({ workflowId }) => /^chaos-[0-9a-z]{6}-document-/.test(workflowId))).to.equal(true);
      expect(await project.left()).to.deep.equal([]);
      expect(project.front.passed()).to.be.above(200);
      const judged = await chaos(['judge', folder]);
      expect(judged.exit, judged.stdout + judged.stderr).to.equal(0);
    },
  );

  itDue(existingClaims.explored, 'a workflow is explored on it', async () => {
    const flags = ['--action', 'crash', '--seed', '3', '--stack', 'embedded', '--no-page', '--json'];
    const { stdout, stderr, exit } = await project.chaos(['explore', 'greeting', ...flags]);
    const exploration = explorationSchema.parse(JSON.parse(stdout));
    expect(exploration.verdict, describeExploration(exploration)).to.equal('valid');
    expect(exit, stderr).to.equal(0);
    expect(await project.left()).to.deep.equal([]);
  });

  itDue({ tier: 'ci' }, 'a harness that is killed leaves no workflow running', async () => {
    const harness = spawn(process.execPath, [chaosMain, ...kill], {
      cwd: project.place,
      env: { ...process.env, ...project.env },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    const runId = await toldRunId(harness.stderr);
    const limits = { limitMs: 60_000, everyMs: 100, signal: new AbortController().signal };
    const begun = async (): Promise<true | undefined> => ((await project.left()).length > 2 ? true : undefined);
    await waitFor(begun, { what: 'workflows of the run', ...limits });
    harness.kill('SIGKILL');
    const gone = async (): Promise<true | undefined> =>
      (await project.left()).length === 0 && leftoversOf(runId).length === 0 ? true : undefined;
    await waitFor(gone, { what: 'nothing of the run to be left', ...limits });
  });

  it('has its server struck by no fault, and its versions deployed by no run', async () => {
    const needs = 'can do "own-temporal", but the embedded stack with an existing Temporal can\'t.';
    for (const args of [
      ['scenario', 'temporal-kill', '--stack', 'embedded'],
      ['scenario', 'worker-deploy-pinned', '--stack', 'embedded'],
      ['explore', 'greeting', '--action', 'crash-temporal'],
    ]) {
      const ended = await project.chaos(args);
      expect(errorOf(ended))
        .to.match(/^CHAOS_STACK_LACKS: /)
        .and.to.include(needs);
      expect(ended.exit).to.equal(64);
    }
  });

  it('is refused before anything is started if others use the task queue, or if it takes no such key', async () => {
    const shared = await project.chaos(kill, { temporal: {}, taskQueue: 'their-queue' });
    expect(errorOf(shared)).to.match(/^CHAOS_TEMPORAL_SHARED: .* 20 workflows on it still run/);
    expect(shared.exit).to.equal(70);
    const wrong = await project.chaos(kill, {}, { TEMPORAL_API_KEY: 'another' });
    expect(errorOf(wrong)).to.match(/^CHAOS_TEMPORAL_ACCESS: .* to take its API key/);
    expect(wrong.exit).to.equal(70);
    expect(wrong.stderr).to.not.include('another');
  });
});
