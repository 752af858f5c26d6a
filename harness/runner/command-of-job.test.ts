import { expect } from 'chai';
import { HarnessError } from '../errors.ts';
import { entriesOf } from '../model/journal.ts';
import type { Job } from '../model/plan.ts';
import type { WantedCommand } from '../model/running-command.ts';
import { elapse } from '../wait.ts';
import { CommandOfJob } from './command-of-job.ts';
import { driveJobs } from './drive-jobs.ts';
import { runReferences } from './run-references.ts';
import { ended } from './test-support/asked-of-temporal.ts';
import { journalled, type Rig, rigOf, start } from './test-support/command-rig.ts';
import { job as plain } from './test-support/fake-context.ts';

async function commanded(rig: Rig, limitMs?: number, workflowEnded = true): Promise<readonly string[]> {
  const command = await CommandOfJob.begin(rig.context, { ...plain('order-1'), start: start(limitMs) });
  await command.finish(workflowEnded);
  return journalled(rig);
}

const struck = { kind: 'fault', fault: 'worker-kill', faultId: 'k', step: 'injecting', component: 'worker-1' } as const;
const lost = { kind: 'held', call: 1, component: 'worker-1', incarnation: 1, side: 'reply', method: 'm' } as const;
/** What delays a workflow, so that a client which waits for it may give up. */
const disturbances = [struck, { ...lost, state: 'lost' }] as const;

describe('the command of a job', () => {
  it('is answered once the relay has seen its workflow, and may wait for the end', async () => {
    const rig = rigOf(({ there }, { seen }) => {
      there.add('order-1');
      seen('order-1');
    });
    const command = await CommandOfJob.begin(rig.context, { ...plain('order-1'), start: start() });
    expect(rig.words).to.deep.equal([['order', 'order-1']]);
    expect(journalled(rig)).to.deep.equal(['start ok']);
    const [answer] = entriesOf(rig.context.journal.entries(), 'client').filter(({ step }) => step === 'ok');
    expect(answer?.started).to.deep.equal(['order-1']);
    rig.end();
    await command.finish(true);
    expect(journalled(rig)).to.deep.equal(['start ok', 'command ok']);
    expect(rig.kills()).to.equal(0);
  });

  it('may start its workflow by way of another service, which the relay does not see', async () => {
    const rig = rigOf(({ there, end }) => {
      end();
      setTimeout(() => there.add('order-1'), 300);
    });
    expect(await commanded(rig)).to.have.members(['command ok', 'start ok']);
  });

  it('fails by name if it ends with another code than 0, though it started its workflow', async () => {
    const rig = rigOf(({ there, end }) => {
      there.add('order-1');
      end({ exitCode: 3, said: 'Error: no stock.' });
    });
    const told = 'The command `order order-1` ended with exit code 3 (logs/start-command.1.log): Error: no stock.';
    expect(await commanded(rig)).to.have.members([`command fail ${told}`, 'start ok']);
  });

  it('proves nothing by its code if its workflow ended otherwise than as completed, as clients that wait for it do', async () => {
    const act = ({ there, end }: Rig): void => {
      there.add('order-1');
      end({ exitCode: 1 });
    };
    const [told] = (await commanded(rigOf(act, false))).filter((one) => one.startsWith('command'));
    expect(told).to.match(/^command info .*exit code 1/);
  });

  for (const disturb of disturbances)
    it(`proves nothing by its code if its worker was disturbed: it may wait, or query (${disturb.kind})`, async () => {
      const act = ({ context, there, end }: Rig): void => {
        there.add('order-1');
        context.journal.write(disturb);
        end({ exitCode: 1, said: 'Error: not confirmed in 5 s' });
      };
      const [told] = (await commanded(rigOf(act))).filter((one) => one.startsWith('command'));
      expect(told).to.match(/^command info .*exit code 1/);
    });

  it('fails by its code if the fault was over before it began', async () => {
    const rig = rigOf(({ there, end }) => {
      there.add('order-1');
      end({ exitCode: 1 });
    });
    for (const step of ['injecting', 'healed'] as const) rig.context.journal.write({ ...struck, step });
    await elapse(5, rig.context.signal);
    expect((await commanded(rig)).join()).to.contain('command fail');
  });

  it('fails if it hangs: before it has started its workflow, and long after that has ended', async () => {
    const nothing = rigOf(() => undefined);
    const sentence = 'had not ended after 100 ms, and started no workflow "order-1"';
    const told = await commanded(nothing, 100);
    expect(told).to.have.members(
      ['command', 'start'].map((one) => `${one} fail The command \`order order-1\` ${sentence}.`),
    );
    const late = rigOf(({ there }) => void there.add('order-1'));
    expect((await commanded(late, 400)).join())
      .to.contain('command fail')
      .and.contain('400 ms after its workflow');
    expect([nothing.kills(), late.kills()]).to.deep.equal([1, 1]);
  });

  it('is shown in brief', async () => {
    const rig = rigOf(({ there, end }) => {
      there.add('order-1');
      end({ exitCode: 2 });
    });
    const command = ['order', '{workflowId}', 'x'.repeat(500)] as NonNullable<Job['start']>['command'];
    await (await CommandOfJob.begin(rig.context, { ...plain('order-1'), start: { command } })).finish(true);
    expect(journalled(rig)[0]).to.match(/^command fail The command `order order-1 x+…` ended .{1,80}$/);
  });

  it('has no less time because it is held where it asks for its workflow', async () => {
    const rig = rigOf(({ there, end }, { asked, seen }) => {
      void asked?.('order-1')?.then(() => {
        there.add('order-1');
        seen('order-1');
        end();
      });
    });
    const hold = (): Promise<void> => elapse(200, rig.context.signal);
    const command = await CommandOfJob.begin(rig.context, { ...plain('order-1'), start: start(100) }, hold);
    await command.finish(true);
    expect(journalled(rig)).to.have.members(['start ok', 'command ok']);
  });

  it('is ended with the run without a word against it if its workflow still runs', async () => {
    const rig = rigOf(({ there }) => void there.add('order-1'));
    const told = await commanded(rig, 5000, false);
    expect(told.join()).to.match(/command info .* was ended with the run/);
  });
});

describe('a command that goes on after its workflow', () => {
  it('may start others then, for whose end the run waits too', async () => {
    const rig = rigOf(({ there, end }, { seen }) => {
      there.add('order-1');
      seen('order-1');
      setTimeout(end, 400);
    });
    const { context } = rig;
    const looks: string[][] = [];
    const state = (workflowId: string) => Promise.resolve({ ...ended, workflowId, running: false });
    const eventHistories: typeof context.probes.books.eventHistories = (...of) => {
      looks.push([...journalled(rig)]);
      return context.probes.books.eventHistories(...of);
    };
    const books = { ...context.probes.books, eventHistories };
    const probes = { ...context.probes, books, workflows: { ...context.probes.workflows, state } };
    const workload = [{ ...plain('order-1'), start: start() }];
    expect(await driveJobs({ ...context, probes, plan: { ...context.plan, workload } }, 5000).ended).to.equal(0);
    expect(looks.at(0)).not.to.include('command ok');
    expect(looks.at(-1), 'looked at again').to.include('command ok');
  });
});

describe('a command that starts nothing', () => {
  const nothing = (rig: Rig, { seen }: WantedCommand): void => {
    seen('order-7');
    rig.end();
  };

  it('is a failed start by name, which says what it started instead', async () => {
    const [, told] = await commanded(rigOf(nothing), 50);
    const sentence = 'ended with exit code 0, and started no workflow "order-1", but "order-7"';
    expect(told).to.equal(`start fail The command \`order order-1\` ${sentence}.`);
  });

  it('is of unknown outcome if a server was struck while it ran, and not if a worker was', async () => {
    const strike = (component: string, step: 'injecting' | 'healed') => (rig: Rig) => {
      rig.context.journal.write({ kind: 'fault', fault: 'f', faultId: component, step, component });
    };
    const struck = rigOf((rig, wanted) => {
      strike('temporal', 'injecting')(rig);
      nothing(rig, wanted);
    });
    const before = rigOf((rig, wanted) => {
      strike('worker-1', 'injecting')(rig);
      nothing(rig, wanted);
    });
    strike('temporal', 'injecting')(before);
    strike('temporal', 'healed')(before);
    const [info, fail] = await Promise.all([commanded(struck, 50), commanded(before, 50)]);
    expect(info[1]).to.match(/^start info/);
    expect(fail[1]).to.match(/^start fail/);
  });

  it('ends the run where the harness can not run it: that says nothing of the system', async () => {
    const { context } = rigOf(() => {
      throw new HarnessError('CHAOS_STACK_NOT_READY', 'order could not be started: spawn ENOENT.');
    });
    const workload = [{ ...plain('order-1'), start: start(50) }];
    const thrown = await driveJobs({ ...context, plan: { ...context.plan, workload } }, 500).ended.catch(
      (error: unknown) => error,
    );
    expect(thrown).to.include({ code: 'CHAOS_STACK_NOT_READY' });
  });

  it('ends references with its sentence', async () => {
    const { context } = rigOf(nothing);
    const runs = ['order-1', 'order-2'].map((id) => ({ ...plain(id), start: start(50) }));
    const plan = { ...context.plan, references: [{ of: ['order'], runs }] };
    const failed = await runReferences({ ...context, plan }, []).catch((error: unknown) => error);
    expect(failed).to.include({ code: 'CHAOS_REFERENCE_FAILED' });
    expect(String(failed)).to.contain('started no workflow "order-1"');
  });
});
