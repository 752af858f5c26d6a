import { join } from 'node:path';
import { expect } from 'chai';
import { type ClientAction, type Job, type Report, runScenario, type Scenario } from '../../harness/index.ts';
import { config } from '../../scenarios/legal/chaos.config.ts';
import { legalJob } from '../../scenarios/legal/legal-jobs.ts';
import { itDue } from '../catalogue/tier.ts';
import { describeFindings, projectFolder } from './run-scenario.ts';

const ci = { tier: 'ci' } as const;
const waits = { kind: 'event', eventType: 'TIMER_STARTED', nth: 1 } as const;
const withStart = { kind: 'with-start' } as const;

/** A job of each of these types, whose client does this. */
function acted(workflowType: string, actions: readonly ClientAction[], end: Partial<Job['expect']> = {}): Job {
  const job = legalJob(workflowType, `acted-${workflowType}`);
  return { ...job, actions: [...actions], expect: { ...job.expect, ...end } };
}

/** What clients do beside signals: in one call with the start, by queries, and by a termination. */
function clientActions(answers: { readonly pay: string; readonly isPaid: boolean }): Scenario {
  const [kill] = config.scenarios;
  if (kill === undefined) throw new Error('Expected a scenario.');
  const before = legalJob('asleep', 'acted-asleep').expect.effects.slice(0, 1);
  const review = (said: string, after: ClientAction['after']): ClientAction => {
    return { kind: 'signal', name: 'review', args: [said], after };
  };
  const workload = [
    acted('twoSignals', [review('unreadable', withStart), review('approved', waits)]),
    acted('paidByClient', [
      { kind: 'update', name: 'pay', args: [7], after: withStart, answer: answers.pay },
      { kind: 'query', name: 'isPaid', args: [], after: { kind: 'ended' }, answer: answers.isPaid },
    ]),
    { ...acted('asleep', [{ kind: 'terminate', name: '', args: [], after: waits }]), ...terminated(before) },
  ];
  return {
    ...kill,
    name: 'client-actions',
    plan: (seed, params) => {
      const plan = kill.plan(seed, params);
      const at = { kind: 'call', side: 'reply', method: 'RespondActivityTaskCompleted', nth: 1 } as const;
      return { ...plan, workload, schedule: plan.schedule.map((planned) => ({ ...planned, at })) };
    },
  };
}

function terminated(effects: Job['expect']['effects']): Pick<Job, 'expect'> {
  return { expect: { end: 'terminated', checkpoints: [], effects: [...effects], progress: [] } };
}

/** Schedules that the harness makes; Temporal is killed while they fire. */
function bySchedules(): Scenario {
  const given = clientActions({ pay: 'charged', isPaid: true });
  const asleep = (workflowId: string, bySchedule: NonNullable<Job['bySchedule']>): Job => {
    return { ...legalJob('asleep', workflowId), bySchedule };
  };
  const workload: readonly Job[] = [
    asleep('skipped-asleep', { everyMs: 1000, executions: 2 }),
    asleep('buffered-asleep', { everyMs: 1000, executions: 2, overlap: 'BUFFER_ONE', catchupWindowMs: 60_000 }),
    { ...legalJob('twoSignals', 'triggered-twoSignals'), bySchedule: {} },
  ];
  return {
    ...given,
    name: 'by-schedules',
    needs: ['kill', 'own-temporal', 'hold-calls'],
    plan: (seed, params) => {
      const plan = given.plan(seed, params);
      const target = { role: 'component', name: 'temporal' } as const;
      const strike = { fault: 'temporal-kill', params: {}, target, healAfterMs: 2500 } as const;
      return {
        ...plan,
        workload: [...workload],
        schedule: plan.schedule.map(({ id, at }) => ({ id, at, ...strike })),
        runTimeMs: 120_000,
      };
    },
  };
}

async function run(scenario: Scenario, noFault: boolean): Promise<Report> {
  const reportsFolder = join(projectFolder, 'reports', 'test-runs', 'client-actions');
  return runScenario(scenario, { config, projectFolder, reportsFolder, stack: 'embedded', seed: 1, noFault });
}

describe('what clients do beside signals', () => {
  itDue(ci, 'is right with the answers of the plan, though a worker dies', async () => {
    const report = await run(clientActions({ pay: 'charged', isPaid: true }), false);
    expect(report.verdict, describeFindings(report)).to.equal('valid');
  });

  itDue(ci, 'may be to have a schedule start workflows, though Temporal dies while it fires', async function fire() {
    this.timeout(280_000);
    const report = await run(bySchedules(), false);
    expect(report.verdict, describeFindings(report)).to.equal('valid');
    const summary = report.findings.find(({ check }) => check === 'every-workflow-completes')?.summary;
    expect(summary).to.contain('5 of 5 workflows ended as expected');
  });

  itDue(ci, 'is a finding where an update that comes with the start, or a query, gets another answer', async () => {
    const report = await run(clientActions({ pay: 'refused', isPaid: false }), true);
    const found = report.findings.find(({ check }) => check === 'every-workflow-completes');
    expect(found?.verdict, describeFindings(report)).to.equal('invalid');
    const told = (found?.exhibits ?? []).map((one) => JSON.stringify(one)).join('\n');
    expect(told).to.contain('"expected":"refused"').and.contain('"actual":"charged"');
    expect(told).to.contain('query isPaid []').and.contain('"expected":false');
  });
});
