import { expect } from 'chai';
import { fakeContext, job } from '../../runner/test-support/fake-context.ts';
import { CutInterceptor } from '../steer/cut-interceptor.ts';
import type { ExplorationContext } from '../steer/exploration-context.ts';
import { ProgressNames } from '../steer/progress-names.ts';
import { boundaryAt } from '../test-support/boundaries.ts';
import { meeting, places, taskTo } from '../test-support/meeting-tasks.ts';
import { meet, startMembers } from './members.ts';

/** A system whose workflows take some time before each of their places; what happened, in order, is in `log`. */
function systemOf(stepsMs: Readonly<Record<string, number>>): {
  readonly context: ExplorationContext;
  readonly log: string[];
} {
  const interceptor = new CutInterceptor(new ProgressNames({}));
  const log: string[] = [];
  const run = async (workflowId: string): Promise<void> => {
    for (const [index, place] of places.entries()) {
      await new Promise((resolve) => void setTimeout(resolve, stepsMs[workflowId] ?? 1));
      log.push(`${workflowId} at ${index}`);
      await interceptor.reached([boundaryAt(place, performance.now(), workflowId)]);
    }
  };
  const start = ({ workflowId }: { readonly workflowId: string }): Promise<void> => {
    log.push(`${workflowId} starts`);
    void run(workflowId);
    return Promise.resolve();
  };
  const closed = (): Promise<void> => new Promise(() => undefined);
  const fake = fakeContext({ workflows: { start, closed, outcomeUnknown: () => false } });
  return { context: { ...fake, interceptor, runId: 'r' } as unknown as ExplorationContext, log };
}

async function startedTo(
  orders: readonly number[],
  { stepsMs, holdMs = 5000 }: { readonly stepsMs: Readonly<Record<string, number>>; readonly holdMs?: number },
): Promise<{ readonly log: readonly string[]; readonly begun: ReturnType<typeof startMembers> }> {
  const { context, log } = systemOf(stepsMs);
  const tasks = orders.map((order) => {
    const task = taskTo(order);
    const known = { ...task.known, meetings: [{ ...meeting, holdMs }], jobFor: (id: string) => job(id.slice(-1)) };
    return { ...task, known };
  });
  const begun = startMembers(context, { tasks, slowdown: 1, faultId: 'crash-1' });
  await meet(context, begun, { approachMs: 60_000 });
  const until = performance.now() + 20_000;
  while (begun.members.some(({ approach }) => approach.arrival === null) && performance.now() < until)
    await new Promise((resolve) => void setTimeout(resolve, 1));
  return { log, begun };
}

describe('the members of a front', () => {
  it('wait at their meetings for the slowest, and who has none starts then', async () => {
    const { log, begun } = await startedTo([2, 2, 0], { stepsMs: { 2: 60 } });
    const allMet = Math.max(log.indexOf('1 at 1'), log.indexOf('2 at 1'));
    for (const later of ['1 at 2', '2 at 2', '3 starts']) expect(log.indexOf(later), later).to.be.greaterThan(allMet);
    expect(begun.members.map(({ approach }) => approach.arrival === null)).to.deep.equal([false, false, false]);
    expect(begun.members.map(({ approach }) => approach.onMs === null)).to.deep.equal([false, false, true]);
  });

  it('wait no longer than a call may be held there, and the slow one goes to its point at once', async () => {
    const { log, begun } = await startedTo([2, 2], { stepsMs: { 2: 150 }, holdMs: 40 });
    expect(log.indexOf('1 at 2')).to.be.lessThan(log.indexOf('2 at 1'));
    expect(begun.members.every(({ approach }) => approach.arrival !== null)).to.equal(true);
  });

  it('go on from their meetings by how far their points are', () => {
    const { context } = systemOf({});
    const tasks = [2, 2].map((order, index) => {
      const task = taskTo(order);
      const known = { ...task.known, jobFor: (id: string) => job(id.slice(-1)) };
      return { ...task, known, point: { ...task.point, atMs: task.point.atMs + 100 * index } };
    });
    const { members } = startMembers(context, { tasks, slowdown: 2, faultId: 'crash-1' });
    expect(members.map(({ waitMs }) => waitMs)).to.deep.equal([200, 0]);
  });
});
