import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { config } from '../../../chaos.config.ts';
import { HarnessError } from '../../errors.ts';
import type { Plan } from '../../model/plan.ts';
import { choosePlan, type PlanFlags } from './scenario-choice.ts';

const none: PlanFlags = { param: {}, fault: true };

async function refusal(choosing: Promise<Plan>): Promise<HarnessError> {
  const thrown: unknown = await choosing.then(
    () => null,
    (error: unknown) => error,
  );
  if (thrown instanceof HarnessError) return thrown;
  throw new Error(`Expected a refusal, but got ${String(thrown)}.`);
}

describe('choosePlan', () => {
  it('makes a plan of what was chosen', async () => {
    const plan = await choosePlan(config, 'worker-kill', { ...none, seed: 7, param: { documents: 4 }, fault: false });
    expect(plan).to.include({ scenario: 'worker-kill', seed: 7, sabotage: null });
    expect(plan.workload).to.have.length(4);
    expect(plan.schedule).to.deep.equal([]);
  });

  it('takes a seed of its own where none was given', async () => {
    const plans = await Promise.all(Array.from({ length: 5 }, () => choosePlan(config, 'worker-kill', none)));
    expect(new Set(plans.map((plan) => plan.seed)).size).to.be.greaterThan(1);
  });

  it('takes a sabotage of the subject and one of the rig', async () => {
    for (const sabotage of ['checkpoint-lost', 'fault-noop']) {
      expect(await choosePlan(config, 'worker-kill', { ...none, sabotage })).to.include({ sabotage });
    }
  });

  it('suggests the nearest name, or lists them where none is near', async () => {
    expect((await refusal(choosePlan(config, 'worker-kil', none))).message).to.include('Did you mean "worker-kill"?');
    expect((await refusal(choosePlan(config, 'zzz', none))).message).to.include('Choose one of: worker-kill, ');
  });

  describe('given a plan', () => {
    let folder = '';

    before(async () => {
      folder = await mkdtemp(join(tmpdir(), 'chaos-choice-'));
    });

    after(() => rm(folder, { recursive: true }));

    async function chosen(change: (plan: Plan) => unknown): Promise<Plan> {
      const made = await choosePlan(config, 'temporal-link-timeout', { ...none, seed: 3 });
      const file = join(folder, 'plan.json');
      await writeFile(file, JSON.stringify(change(made)));
      return await choosePlan(config, 'temporal-link-timeout', { ...none, plan: file });
    }

    const withTarget = (target: object) => (plan: Plan) => ({
      ...plan,
      schedule: plan.schedule.map((planned) => ({ ...planned, target })),
    });

    it('takes it as it is', async () => {
      expect(await chosen((plan) => plan)).to.include({ seed: 3 });
    });

    it("takes a worker's link as a target, and no other component's", async () => {
      const worker = { role: 'component', name: 'worker-2', link: 'temporal' };
      expect((await chosen(withTarget(worker))).schedule[0]?.target).to.deep.equal(worker);
      const error = await refusal(chosen(withTarget({ ...worker, name: 'supabase-db' })));
      expect(error).to.include({ code: 'CHAOS_UNKNOWN_TARGET' });
      expect(error.message).to.include('Choose one of: worker-1, worker-2.');
    });

    it('refuses a fault of a link that names none', async () => {
      const error = await refusal(chosen(withTarget({ role: 'holder' })));
      expect(error).to.include({ code: 'CHAOS_BAD_PLAN' });
      expect(error.message).to.include('Give target.link.');
    });

    it('refuses two faults of one id', async () => {
      const error = await refusal(chosen((plan) => ({ ...plan, schedule: [...plan.schedule, ...plan.schedule] })));
      expect(error).to.include({ code: 'CHAOS_BAD_PLAN' });
      expect(error.message).to.include('Each fault of the plan');
    });
  });
});
