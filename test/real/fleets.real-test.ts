import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { type ChaosConfig, exploreWorkflow, type Report, runScenario } from '../../harness/index.ts';
import type { Exploration } from '../../harness/model/exploration.ts';
import { itDue } from '../catalogue/tier.ts';
import { fleetsConfig } from './fleets/fleets-config.ts';
import { describeExploration } from './run-explore.ts';
import { describeFindings, projectFolder } from './run-scenario.ts';
import { ledgerIn } from './services/outside-as-service.ts';

const ci = { tier: 'ci' } as const;

describe('a system whose activities run in another program on another task queue', () => {
  let folder = '';
  let config: ChaosConfig;

  before(async () => {
    folder = await mkdtemp(join(projectFolder, 'reports', 'fleets-'));
    config = fleetsConfig(ledgerIn(folder));
  });

  after(() => rm(folder, { recursive: true, force: true }));

  const optionsOf = (more: Partial<ChaosConfig> = {}) => {
    const changed = { ...config, ...more };
    return { config: changed, projectFolder, reportsFolder: folder, stack: 'embedded', seed: 1 } as const;
  };

  itDue(ci, 'survives the death of the only worker that can take its charges', async () => {
    const report: Report = await runScenario('charger-kill', optionsOf());
    expect(report.verdict, describeFindings(report)).to.equal('valid');
    const [landing] = report.landings;
    expect(landing?.witnesses.map(({ component }) => component)).to.include('worker-payments-1');
  });

  itDue(ci, 'is explored by crashes of the workers of both fleets, each where it is at the point', async () => {
    const options = { ...optionsOf(), actions: ['crash'], audit: 0 };
    const exploration: Exploration = await exploreWorkflow('order', options);
    expect(exploration.verdict, describeExploration(exploration)).to.equal('valid');
    const points = exploration.cases.flatMap((one) => one.points);
    const charging = points.filter(({ step }) => step === 'charge');
    expect(new Set(charging.map(({ fleet }) => fleet))).to.deep.equal(new Set(['payments']));
    const others = points.filter(({ step }) => step !== 'charge');
    expect(new Set(others.map(({ fleet }) => fleet))).to.deep.equal(new Set([undefined]));
    expect(charging.map(({ moment }) => moment)).to.include.members([
      'handed-out',
      'ledger 1/reply',
      'heartbeat begun/request',
    ]);
  });

  itDue(ci, 'is invalid at the point where a defect of the other program bites', async () => {
    const points = ['order/paid/charge/ledger 1/reply', 'order/paid/reserve/completion/request'];
    const options = { ...optionsOf(), actions: ['crash'], audit: 0, points, sabotage: 'keyless' };
    const { results, verdict } = await exploreWorkflow('order', options);
    expect(verdict).to.equal('invalid');
    const [bitten, other] = points.map((id) => results.find(({ point }) => point === id));
    expect(bitten).to.include({ state: 'invalid' });
    expect(bitten?.harms).to.deep.equal(['doubled']);
    expect(other).to.include({ state: 'valid' });
  });

  itDue(ci, 'is an error that names the worker of a fleet that never polls', async () => {
    const payments = { command: ['node', '-e', 'setInterval(() => {}, 1000)'], taskQueue: 'payments' } as const;
    const workers = { ...config.workers, readyLimitMs: 3000 };
    const error = await runScenario('charger-kill', optionsOf({ fleets: { payments }, workers })).then(
      ({ errors }) => errors.map(({ code, message }) => `${code}: ${message}`).join('\n'),
      String,
    );
    expect(error).to.match(/worker-payments-1 to become ready/);
  });
});
