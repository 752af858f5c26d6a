import { expect } from 'chai';
import { renderResult, renderScore } from './render-score.ts';
import type { RunResult } from './run-result.ts';
import { exitOfRuns, falseAlarms } from './score.ts';

function result(changed: Partial<RunResult> = {}): RunResult {
  const run = { scenario: 'worker-kill', stack: 'embedded', seed: 3, setting: 'fault' } as const;
  return { ...run, system: 'documents', outcome: 'valid', reasons: [], runId: 'r', tookMs: 17_000, ...changed };
}

const doubtful = result({
  setting: 'busy-fault',
  outcome: 'unknown',
  reasons: [{ check: 'recovers-within-bound', summary: 'The machine was slow.' }],
});
const accused = result({ outcome: 'invalid', reasons: [{ check: 'side-effects-once', summary: '1 lost.' }] });
const failed = result({ outcome: 'failed', reasons: [{ check: 'harness', summary: 'CHAOS_INTERNAL: It broke.' }] });
const conditions = { cpu: 'a CPU', cores: 2, node: '24.1.0', jobs: 2, busy: 4 } as const;

function many(length: number): readonly RunResult[] {
  return Array.from({ length }, (_, seed) => result({ seed }));
}

describe('the count of false alarms', () => {
  it('is by system, stack and setting', () => {
    const legal = result({ system: 'legal', setting: 'no-fault', outcome: 'no-fault' });
    const { rows } = falseAlarms([legal, result(), accused, doubtful, result({ stack: 'docker' })], conditions);
    const none = { valid: 0, 'no-fault': 0, unknown: 0, invalid: 0, failed: 0 };
    const counts = rows.map(({ system, stack, setting, runs, counts }) => ({ system, stack, setting, runs, counts }));
    expect(counts).to.deep.equal([
      { system: 'legal', stack: 'embedded', setting: 'no-fault', runs: 1, counts: { ...none, 'no-fault': 1 } },
      { system: 'documents', stack: 'embedded', setting: 'fault', runs: 2, counts: { ...none, valid: 1, invalid: 1 } },
      { system: 'documents', stack: 'embedded', setting: 'busy-fault', runs: 1, counts: { ...none, unknown: 1 } },
      { system: 'documents', stack: 'docker', setting: 'fault', runs: 1, counts: { ...none, valid: 1 } },
    ]);
  });

  it('has the exit code of the gravest goal that is missed', () => {
    expect(exitOfRuns([...many(99), doubtful]), '1 % unknown').to.equal(0);
    expect(exitOfRuns([...many(98), doubtful]), 'more than 1 %').to.equal(2);
    expect(exitOfRuns([...many(98), doubtful, failed])).to.equal(70);
    expect(exitOfRuns([...many(98), doubtful, failed, accused])).to.equal(1);
    expect(exitOfRuns([]), 'nothing was run').to.equal(2);
  });

  it('counts no run without a fault as unknown that is unknown for that alone', () => {
    expect(exitOfRuns([result(), result({ setting: 'no-fault', outcome: 'no-fault' })])).to.equal(0);
  });

  it('names each run that is amiss, with its reasons, its folder and the command that repeats it', () => {
    const text = renderScore(falseAlarms([...many(2), doubtful, accused, accused], conditions));
    expect(text).to.include('5 runs of good systems. 2 cores of a CPU, Node 24.1.0; 2 at once; in busy settings 4 pro');
    expect(text).to.match(/\| unknown +\| at most 1 % +\| 1 of 5 \(20\.0 %\) +\| no +\|/);
    expect(text).to.match(/\| invalid +\| side-effects-once +\| 2 +\|\n\| unknown +\| recovers-within-bound +\| 1 +\|/);
    expect(text).to.include('Folder: `reports/false-alarms/runs/worker-kill/r`');
    expect(text).to.include(
      'npm run false-alarms -- --only worker-kill --setting busy-fault --busy 4 --stack embedded --seed 3 --runs 1`',
    );
    expect(text).to.include('--only worker-kill --setting fault --stack embedded --seed 3 --runs 1`\n  - side-effects');
    expect(renderScore(falseAlarms(many(2), conditions))).to.match(
      /Reasons\n\nNone\.\n\n## Runs that are amiss\n\nNone/,
    );
  });

  it('shows a run in one line', () => {
    expect(renderResult(result())).to.equal('✓ worker-kill, seed 3, embedded, fault: valid in 17 s');
    expect(renderResult(accused)).to.equal(
      '✗ worker-kill, seed 3, embedded, fault: invalid in 17 s · side-effects-once: 1 lost.',
    );
  });
});
