import { expect } from 'chai';
import { asStarted } from '../model/as-started.ts';
import type { BySchedule } from '../model/by-schedule.ts';
import { entriesOf } from '../model/journal.ts';
import type { RunContext } from './run-context.ts';
import { startJob } from './start-job.ts';
import { type Fakes, fakeContext, job as plain } from './test-support/fake-context.ts';

const at = (second: number, id = 'order-1') => `${id}-2026-11-30T21:44:0${second}Z`;
const two: BySchedule = { everyMs: 1000, executions: 2, overlap: 'BUFFER_ONE', limitMs: 1 };
const away = (): Promise<never> => Promise.reject(new Error('away'));

/** A Temporal that has made these workflows, one look after the other; and what it was asked for. */
function temporal(
  looks: readonly (readonly string[])[],
  fakes: Fakes['workflows'] = {},
): { context: RunContext; asked: string[] } {
  const asked: string[] = [];
  let look = 0;
  const executions = (): Promise<readonly { workflowId: string; runId: string }[]> => {
    const seen = looks[Math.min(look, looks.length - 1)] ?? [];
    look += 1;
    return Promise.resolve(seen.map((workflowId) => ({ workflowId, runId: 'r' })));
  };
  const workflows: Fakes['workflows'] = {
    schedule: ({ workflowId }, how) => Promise.resolve(void asked.push(`make ${workflowId} ${how.overlap}`)),
    unschedule: (id) => Promise.resolve(void asked.push(`delete ${id}`)),
    executions,
    outcomeUnknown: (error) => (error as Error).message === 'away',
    ...fakes,
  };
  return { context: fakeContext({ workflows }), asked };
}

const order = { ...plain('order-1'), bySchedule: two };
const answers = ({ journal }: RunContext): readonly string[] =>
  entriesOf(journal.entries(), 'client')
    .filter(({ step }) => step !== 'invoke')
    .map(({ workflowId, step, started = [], message = '' }) =>
      [workflowId, step, ...started, message].join(' ').trim(),
    );

describe('a schedule that starts the workflows of a job', () => {
  it('is made, and deleted once all of them are there; each is one of the job', async () => {
    const { context, asked } = temporal([[at(1)], [at(1), at(2), at(3, 'order-2')]]);
    await startJob(context, order);
    expect(asked).to.deep.equal(['make order-1 BUFFER_ONE', 'delete order-1']);
    expect(answers(context)).to.have.members([`order-1 ok ${at(1)} ${at(2)}`, `${at(1)} ok`, `${at(2)} ok`]);
    const ids = asStarted([order], context.journal.entries()).map(({ workflowId }) => workflowId);
    expect(ids).to.deep.equal([at(1), at(2)]);
  });

  it('accuses no system if it starts too few in time: the outcome is unknown, and those that are there are judged', async () => {
    const { context, asked } = temporal([[at(1)]]);
    await startJob(context, order);
    expect(asked).to.deep.equal(['make order-1 BUFFER_ONE', 'delete order-1']);
    const told = 'The schedule "order-1" was seen to start 1 of 2 workflows in 2001 ms.';
    expect(answers(context)).to.have.members([`order-1 info ${at(1)} ${told}`, `${at(1)} ok`]);
  }).timeout(8000);

  it('is deleted, though a server is away for a while, and though its making had an unknown outcome', async () => {
    let tries = 0;
    const unschedule = (): Promise<void> => {
      tries += 1;
      return tries < 3 ? away() : Promise.resolve();
    };
    const { context } = temporal([[at(1), at(2)]], { schedule: away, unschedule });
    await startJob(context, order);
    expect(tries).to.equal(3);
    expect(answers(context)[0]).to.equal(`order-1 ok ${at(1)} ${at(2)}`);
  });

  it('is left alone if it was refused, which is an error of the run and no failed start of the system', async () => {
    const refused = (): Promise<never> => Promise.reject(new Error('Schedule already exists'));
    const { context, asked } = temporal([[]], { schedule: refused });
    const error: unknown = await startJob(context, order).catch((thrown: unknown) => thrown);
    expect(error).to.have.property('code', 'CHAOS_SCHEDULE_REFUSED');
    expect(String(error)).to.contain('"order-1": Schedule already exists. Correct');
    expect(asked).to.deep.equal([]);
    expect(answers(context)).to.deep.equal(['order-1 info Schedule already exists']);
  });
});
