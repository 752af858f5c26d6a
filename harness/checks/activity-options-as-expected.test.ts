import { expect } from 'chai';
import { violationsOf, withAttributes, withEvents, withJob, withRows } from '../contracts/sample-run/changes.ts';
import { correctRun } from '../contracts/sample-run/correct-run.ts';
import type { Finding } from '../model/check.ts';
import { attributesOf, eventTypeOf } from '../model/event-history.ts';
import type { Evidence } from '../model/evidence.ts';
import { expectationSchema } from '../model/expectation.ts';
import type { ExpectedActivityOptions } from '../model/expected-activity-options.ts';
import type { Json } from '../model/json.ts';
import { activityOptionsAsExpected } from './activity-options-as-expected.ts';

const ID = 'document-1';
const asked: Readonly<Record<string, Json>> = {
  startToCloseTimeout: '3s',
  heartbeatTimeout: '2s',
  retryPolicy: {
    initialInterval: '0.200s',
    backoffCoefficient: 1.5,
    maximumInterval: '1s',
    nonRetryableErrorTypes: ['A', 'B'],
  },
};
const options: ExpectedActivityOptions = {
  startToCloseMs: 3000,
  scheduleToCloseMs: 0,
  heartbeatMs: 2000,
  initialIntervalMs: 200,
  backoffCoefficient: 1.5,
  maximumIntervalMs: 1000,
  maximumAttempts: 0,
  nonRetryableErrorTypes: ['B', 'A'],
};

/** The correct run whose extractions are scheduled with these attributes, as its first document expects it. */
function scheduledWith(attributes: Readonly<Record<string, Json>>, expected: ExpectedActivityOptions): Evidence {
  const run = withEvents(correctRun(), ID, (event) =>
    eventTypeOf(event) === 'ACTIVITY_TASK_SCHEDULED'
      ? withAttributes(event, { ...attributesOf(event), ...attributes })
      : event,
  );
  return withJob(run, ID, (job) => ({
    ...job,
    expect: { ...job.expect, activityOptions: { extractPages: expected } },
  }));
}

const judge = (evidence: Evidence): Finding => activityOptionsAsExpected.judge(evidence);

describe('activity-options-as-expected', () => {
  it('is valid if every option is as given, and says of how many activities', () => {
    const finding = judge(scheduledWith(asked, options));
    expect(finding.summary).to.equal('1 activity of 1 type scheduled with the given options.');
    expect(finding.verdict).to.equal('valid');
  });

  const wrong: readonly (readonly [what: string, Readonly<Record<string, Json>>, keyof ExpectedActivityOptions])[] = [
    ['a longer heartbeat timeout', { heartbeatTimeout: '4s' }, 'heartbeatMs'],
    ['no heartbeat timeout', { heartbeatTimeout: null }, 'heartbeatMs'],
    ['a start-to-close timeout five times as long', { startToCloseTimeout: '15s' }, 'startToCloseMs'],
    ['a limit of all attempts', { scheduleToCloseTimeout: '1s' }, 'scheduleToCloseMs'],
  ];
  for (const [what, attributes, option] of wrong) {
    it(`is invalid for ${what}`, () => {
      const finding = judge(scheduledWith({ ...asked, ...attributes }, options));
      expect(violationsOf(finding)).to.deep.equal(['other-option']);
      expect(finding.exhibits[0]).to.deep.include({ workflowId: ID, option, expected: options[option] });
    });
  }

  it('is invalid for each part of the retry policy, and says both values in its sentence', () => {
    const retryPolicy = { initialInterval: '10s', backoffCoefficient: 2, maximumInterval: '10s', maximumAttempts: 1 };
    const finding = judge(scheduledWith({ ...asked, retryPolicy }, options));
    expect(finding.exhibits).to.have.length(5);
    expect(finding.summary).to.match(
      /^5 wrong options; first document-1, extractPages \(activity \d+\): initialIntervalMs .*\(expected 200, got 10000\)\.$/,
    );
  });

  it('judges neither an option nor a type that is not given', () => {
    expect(judge(scheduledWith({ ...asked, heartbeatTimeout: '9s' }, { startToCloseMs: 3000 })).verdict).to.equal(
      'valid',
    );
    expect(judge(correctRun()).summary).to.equal('The plan gives no timeout and no retry of any activity.');
    expect(activityOptionsAsExpected.givenBy?.(correctRun().plan, correctRun().journal)).to.equal(false);
  });

  it('is unknown if no such activity was scheduled', () => {
    expect(judge(withRows(scheduledWith(asked, options), 'eventHistories', () => [])).verdict).to.equal('unknown');
    const other = withJob(correctRun(), ID, (job) => {
      return { ...job, expect: { ...job.expect, activityOptions: { charge: options } } };
    });
    expect(judge(other).summary).to.equal('No activity with given options was scheduled.');
  });

  it('is refused in a plan that names no option', () => {
    const expectation = { end: 'completed', checkpoints: [], effects: [], progress: [] };
    const refused = expectationSchema.safeParse({ ...expectation, activityOptions: { charge: {} } });
    expect(refused.error?.issues.map(({ message }) => message)).to.deep.equal(['must name an option']);
  });
});
