import { expect } from 'chai';
import { REPLAY_SCHEMA, type ReplayFailure, type ReplayReport } from '../../model/replay-report.ts';
import { renderReplay } from './render-replay.ts';

const failure: ReplayFailure = {
  workflowId: 'order-1',
  runId: 'r',
  workflowType: 'pay',
  storedIn: '/project/histories/order-1.json',
  events: 9,
  full: false,
  error: 'Details: Failure { message: "[TMPRL1100] Nondeterminism error: No \\"command\\"", source: "" }',
  event: { id: 5, type: 'ACTIVITY_TASK_SCHEDULED' },
  expected: { kind: 'scheduleActivity', name: 'charge' },
  got: { kind: 'startTimer', name: null },
  source: [
    { file: '/project/src/pay.ts', line: 7, column: 3 },
    { file: '/project/src/main.ts', line: 2, column: 1 },
  ],
};

const report: ReplayReport = {
  schema: REPLAY_SCHEMA,
  verdict: 'valid',
  bundle: { path: '/project/bundle.js', hash: 'h' },
  histories: 2,
  prefixes: 3,
  events: 1234,
  failures: [],
  notReplayed: [],
  notBegun: 0,
};

function shown(changes: Partial<ReplayReport>): string {
  return renderReplay({ ...report, ...changes }, { colour: false, cwd: '/project' });
}

describe('renderReplay', () => {
  it('counts what was replayed', () => {
    expect(shown({})).to.equal(
      '✓ valid: 2 event histories and 3 prefixes replay on this build, 1 234 events in all\n\n  bundle  bundle.js\n',
    );
  });

  it('shows each difference once, with event, commands, lines and the event histories that have it', () => {
    const other = { ...failure, workflowId: 'order-2', event: { id: 8, type: 'ACTIVITY_TASK_SCHEDULED' }, full: true };
    expect(shown({ verdict: 'invalid', failures: [failure, other] }).split('\n')).to.deep.equal([
      '✗ invalid: this build does not follow 2 of 2 event histories (3 prefixes replayed)',
      '',
      '  pay, event 5 ACTIVITY_TASK_SCHEDULED',
      '    expected  scheduleActivity charge',
      '    got       startTimer',
      '    at        src/pay.ts:7:3',
      '    from      src/main.ts:2:1',
      '    error     [TMPRL1100] Nondeterminism error: No "command"',
      '    in        order-1 event 5 (from 9 events on) of histories/order-1.json',
      '              order-2 event 8 (as a whole) of histories/order-1.json',
      '',
      '  bundle  bundle.js',
      '',
    ]);
  });

  it('says how many differences and event histories it leaves out', () => {
    const many = Array.from({ length: 12 }, (_, index) => ({ ...failure, workflowType: `pay-${index}` }));
    expect(shown({ verdict: 'invalid', failures: many })).to.include('and 2 more differences; --json has all');
    const same = Array.from({ length: 12 }, () => failure);
    expect(shown({ verdict: 'invalid', failures: same })).to.include('and 2 more; --json has all');
  });

  it('names what was not replayed, and what there was nothing to replay of', () => {
    const text = shown({ verdict: 'unknown', notReplayed: [{ storedIn: '/project/run', reason: 'cut' }], notBegun: 1 });
    expect(text).to.match(/^\? unknown: something was not replayed\n/);
    expect(text).to.include('  not replayed: run: cut\n');
    expect(text).to.include('1 event history without a completed workflow task: no command to compare');
    expect(shown({ verdict: 'unknown' })).to.match(/^\? unknown: nothing was replayed\n/);
  });
});
