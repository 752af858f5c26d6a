import { expect } from 'chai';
import { entriesOf } from '../../model/journal.ts';
import type { ClientAction } from '../../model/plan.ts';
import { fakeContext, job } from '../../runner/test-support/fake-context.ts';
import type { Followed } from './cut-interceptor.ts';
import { driveCase } from './drive-case.ts';
import type { ExplorationContext } from './exploration-context.ts';

const update = (name: string): ClientAction => ({ kind: 'update', name, args: [], after: { kind: 'started' } });

describe('driveCase', () => {
  const drive = async (act: (name: string) => Promise<void>): Promise<readonly string[]> => {
    const actions = [update('first'), update('second')];
    const context = fakeContext({
      workflows: {
        start: () => Promise.resolve(),
        act: async (_id, { name }) => act(name ?? ''),
        closed: () => Promise.resolve(),
        outcomeUnknown: () => false,
      },
    });
    const due = actions.map((_, index) => ({ index, at: null }));
    const { ended } = await driveCase(context as unknown as ExplorationContext, {
      job: { ...job('a'), actions },
      followed: {} as Followed,
      way: { due, startsOthers: false },
    });
    await ended;
    const entries = entriesOf(context.journal.entries(), 'client').filter(({ action }) => action === 'update');
    return entries.map(({ index, step, message }) =>
      [index, step, message].filter((one) => one !== undefined).join(' '),
    );
  };

  it('carries out actions that are due together in the order of the job, each after the answer to the one before', async () => {
    const said = await drive(() => new Promise((resolve) => void setTimeout(resolve, 5)));
    expect(said).to.deep.equal(['0 invoke', '0 ok', '1 invoke', '1 ok']);
  });

  it('goes on after one that is refused, and says the cause', async () => {
    const refused = new Error('Workflow Update failed', { cause: new Error('shut down already') });
    const said = await drive((name) => (name === 'first' ? Promise.reject(refused) : Promise.resolve()));
    expect(said).to.deep.equal(['0 invoke', '0 fail Workflow Update failed: shut down already', '1 invoke', '1 ok']);
  });
});
