import { expect } from 'chai';
import { createLog, type Log, logOfSdk } from './log.ts';

function logged(level: 'DEBUG' | 'INFO', act: (log: Log) => void): readonly unknown[] {
  const lines: string[] = [];
  const source = { component: 'worker-1', workerVersion: 'v2', level, write: (line: string) => void lines.push(line) };
  act(createLog(source, () => new Date(0)));
  return lines.map((line) => {
    expect(line).to.match(/^[^\n]+\n$/);
    return JSON.parse(line) as unknown;
  });
}

const common = { time: '1970-01-01T00:00:00.000Z', component: 'worker-1', workerVersion: 'v2' };

describe('the log', () => {
  it('writes one JSON line an event, of its level or above', () => {
    const lines = logged('INFO', (log) => {
      log('DEBUG', 'unseen');
      log('WARN', 'two\nlines', { workflowId: 'order-7' });
    });
    expect(lines).to.deep.equal([{ ...common, level: 'warn', message: 'two\nlines', workflowId: 'order-7' }]);
  });

  it('names workflow, run, activity and attempt of what the SDK says, and lifts the life of each to INFO', () => {
    const activity = { sdkComponent: 'worker', workflowId: 'order-7', workflowRunId: 'r', workflowType: 'pay' };
    const lines = logged('INFO', (log) => {
      const write = logOfSdk(log);
      const meta = { ...activity, activityType: 'charge', activityId: '3', attempt: 2, taskToken: 'secret' };
      write({ level: 'DEBUG', message: 'Activity started', timestampNanos: 0n, meta });
      write({ level: 'DEBUG', message: 'Polling', timestampNanos: 0n, meta: { sdkComponent: 'worker' } });
      write({
        level: 'WARN',
        message: 'Activity failed',
        timestampNanos: 5_000_000n,
        meta: { error: new TypeError('no') },
      });
    });
    const subject = { workflowId: 'order-7', runId: 'r', type: 'charge', activityId: '3', attempt: 2 };
    expect(lines).to.deep.equal([
      { ...common, level: 'info', message: 'Activity started', ...subject },
      {
        ...common,
        time: '1970-01-01T00:00:00.005Z',
        level: 'warn',
        message: 'Activity failed',
        error: 'TypeError: no',
      },
    ]);
  });
});
