import { expect } from 'chai';
import * as fc from 'fast-check';
import type { CallMoment } from '../model/moment.ts';
import { type CallSite, isPoll, momentMatches } from './moment-matches.ts';

const moment: CallMoment = { kind: 'call', side: 'reply', method: 'RecordActivityTaskHeartbeat', nth: 1 };
const site: CallSite = {
  call: 1,
  side: 'reply',
  component: 'worker-1',
  incarnation: 1,
  method: 'RecordActivityTaskHeartbeat',
  facts: { task: 'activity', workflowId: 'w', activityType: 'extract', heartbeatDetails: { pages: { done: 3 } } },
  grpcStatus: 0,
};

describe('momentMatches', () => {
  const cases: readonly [what: string, matches: boolean, moment: Partial<CallMoment>, site: Partial<CallSite>][] = [
    ['side and method', true, {}, {}],
    ['the other side', false, { side: 'request' }, {}],
    ['another method', false, { method: 'RespondActivityTaskCompleted' }, {}],
    ['its activity type and workflow', true, { activityType: 'extract', workflowId: 'w' }, {}],
    ['another activity type', false, { activityType: 'embed' }, {}],
    ['its component', true, { component: 'worker-1' }, {}],
    ['another component', false, { component: 'worker-2' }, {}],
    ['another workflow', false, { workflowId: 'v' }, {}],
    ['a workflow asked for and none known', false, { workflowId: 'w' }, { facts: {} }],
    ['a reply that is an error', false, {}, { grpcStatus: 5 }],
    ['a reply without a status', false, {}, { grpcStatus: null }],
    ['a request, which has no status yet', true, { side: 'request' }, { side: 'request', grpcStatus: null }],
    ['an empty poll', false, { method: 'PollActivityTaskQueue' }, { method: 'PollActivityTaskQueue', facts: {} }],
    ['a poll that delivers a task', true, { method: 'PollActivityTaskQueue' }, { method: 'PollActivityTaskQueue' }],
    ['progress at a path that is not there', false, { progress: { path: 'done', atLeast: 0, atMost: 9 } }, {}],
    ['progress that is no number', false, { progress: { path: 'pages', atLeast: 0, atMost: 9 } }, {}],
    [
      'progress where there are no details',
      false,
      { progress: { path: 'done', atLeast: 0, atMost: 9 } },
      { facts: {} },
    ],
  ];
  for (const [what, matches, ofMoment, ofSite] of cases) {
    it(`${matches ? 'matches' : 'does not match'} ${what}`, () => {
      expect(momentMatches({ ...moment, ...ofMoment }, { ...site, ...ofSite })).to.equal(matches);
    });
  }

  it('matches progress exactly within its limits, both included', () => {
    const property = fc.property(fc.integer(), fc.integer(), fc.integer(), (done, atLeast, atMost) => {
      const progress = { path: 'pages.done', atLeast, atMost };
      const facts = { ...site.facts, heartbeatDetails: { pages: { done } } };
      expect(momentMatches({ ...moment, progress }, { ...site, facts })).to.equal(atLeast <= done && done <= atMost);
    });
    fc.assert(property);
  });

  it('takes polls, and nothing else, for waiting', () => {
    expect(isPoll('PollActivityTaskQueue')).to.equal(true);
    expect(isPoll('RespondActivityTaskCompleted')).to.equal(false);
  });
});
