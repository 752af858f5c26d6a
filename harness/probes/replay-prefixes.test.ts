import { expect } from 'chai';
import type { HistoryEvent } from '../model/event-history.ts';
import { casesByVersion, replayCases } from './replay-prefixes.ts';

function history(workflowId: string, types: readonly string[]): Parameters<typeof replayCases>[0][number] {
  const events = types.map(
    (type, index): HistoryEvent => ({
      eventId: String(index + 1),
      eventTime: '2026-01-01T00:00:00Z',
      eventType: `EVENT_TYPE_${type}`,
    }),
  );
  return { workflowId, runId: 'r', events };
}

const short = [
  'WORKFLOW_EXECUTION_STARTED',
  'WORKFLOW_TASK_SCHEDULED',
  'WORKFLOW_TASK_STARTED',
  'WORKFLOW_TASK_COMPLETED',
];
const long = [
  ...short,
  'TIMER_STARTED',
  'TIMER_FIRED',
  'WORKFLOW_TASK_SCHEDULED',
  'WORKFLOW_TASK_STARTED',
  'WORKFLOW_TASK_COMPLETED',
];

describe('replayCases', () => {
  it('replays each event history whole and each prefix that a worker could get', () => {
    const [only] = replayCases([history('a', long)], new Set());
    expect(only?.history).to.deep.equal(history('a', long));
    expect(only?.replays.map(({ full, events }) => [full, events])).to.deep.equal([
      [false, 3],
      [false, 8],
      [true, 9],
    ]);
  });

  it('replays nothing of a workflow that has not begun', () => {
    expect(replayCases([history('a', short.slice(0, 2))], new Set())[0]?.replays).to.deep.equal([]);
    expect(replayCases([history('a', short.slice(0, 3))], new Set())[0]?.replays).to.have.length(1);
  });

  it('replays prefixes of the same path once, and every history whole', () => {
    const cases = replayCases([history('a', long), history('b', long)], new Set());
    expect(cases.map(({ replays }) => replays.map(({ full }) => full))).to.deep.equal([[false, false, true], [true]]);
  });

  it('leaves out the paths whose replay has been answered, and no others', () => {
    const replayed = new Set<string>();
    const [asked] = replayCases([history('a', long)], replayed);
    const [again] = replayCases([history('b', long)], replayed);
    expect(again?.replays, 'asked, not answered').to.have.length(3);
    for (const { path } of asked?.replays ?? []) if (path !== null) replayed.add(path);
    expect(replayCases([history('c', long)], replayed)[0]?.replays.map((one) => one.full)).to.deep.equal([true]);
  });

  it('replays nothing whose version is not known, and proves nothing of its path', () => {
    const versionOf = (one: { readonly workflowId: string }): null | undefined =>
      one.workflowId === 'a' ? undefined : null;
    const cases = replayCases([history('a', long), history('b', long)], new Set(), versionOf);
    expect(cases.map(({ replays }) => replays.length)).to.deep.equal([0, 3]);
  });

  it('replays a path once on each version, and sorts the replays by version', () => {
    const versionOf = (one: { readonly workflowId: string }): string | null => (one.workflowId === 'b' ? 'v2' : null);
    const cases = replayCases([history('a', long), history('b', long)], new Set(), versionOf);
    expect(cases.map(({ replays }) => replays.length)).to.deep.equal([3, 3]);
    const sorted = casesByVersion(cases);
    expect([...sorted.keys()]).to.deep.equal([null, 'v2']);
    expect([...sorted.values()].map((its) => its.map((one) => one.history.workflowId))).to.deep.equal([['a'], ['b']]);
  });
});
