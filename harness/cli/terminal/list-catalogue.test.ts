import { tmpdir } from 'node:os';
import { expect } from 'chai';
import { config } from '../../../chaos.config.ts';
import { type Catalogue, catalogueOf, type ListedScenario } from '../../app/catalogue/catalogue.ts';
import { checks } from '../../checks/index.ts';
import { faults } from '../../faults/index.ts';
import type { Scenario } from '../../model/scenario.ts';
import { painter } from '../../reporting/text/paint.ts';
import { describeCheck, describeFault, describeScenario } from './describe-named.ts';
import { listScenarios, listSection, sections } from './list-catalogue.ts';

const paint = painter(false);

describe('what has a name', () => {
  let catalogue: Catalogue;
  before(async () => {
    catalogue = await catalogueOf(config, tmpdir());
  });

  it('is listed, every one of it', () => {
    const text = sections.flatMap((section) => listSection(section, catalogue, paint)).join('\n');
    const names = [...config.scenarios, ...faults, ...checks].map(({ name }) => name);
    for (const name of [...names, ...Object.keys(config.explorations ?? {})]) expect(text).to.contain(name);
  });

  it('shows scenarios by kind, with the verdict and the recovery time of the latest run', () => {
    const [first] = catalogue.scenarios;
    if (first === undefined) throw new Error('Expected a scenario.');
    const last = { runId: 'r', folder: 'f', verdict: 'valid', seed: 7, stack: 'embedded' } as const;
    const recovery = { unit: 'u', recoveryTimeMs: 3100, boundMs: 10_000 };
    const ran: ListedScenario = { ...first, last: { ...last, recovery } };
    const broken: ListedScenario = { ...first, name: 'broken', last: { ...last, verdict: null, recovery: null } };
    const lines = listScenarios([{ ...first, name: 'never', kind: 'Temporal' }, ran, broken], paint);
    expect(lines.map((line) => line.slice(0, 47).trimEnd())).to.deep.equal([
      'SCENARIO       LAST VERDICT  RECOVERY         H',
      '',
      'workers',
      `  worker-kill  valid         3.1 s of 10.0 s  A`,
      '  broken       no report     –                A',
      '',
      'Temporal',
      '  never        –             –                A',
    ]);
  });

  it('is described in full: claim, bound, witnesses, control; limits with units; documents', () => {
    const scenario = catalogue.scenarios.find(({ name }) => name === 'worker-kill') as ListedScenario;
    const shown = describeScenario(scenario, catalogue).join('\n');
    expect(shown).to.contain('bound        10.0 s, or less if');
    expect(shown).to.contain('cause of worker-kill: ').and.to.contain('effect of worker-kill: ');
    expect(shown).to.contain('progress-resumed must find the sabotage progress-ignored');
    expect(shown).to.contain('replacementAfterMs: integer, from 100 to 30000 ms; 2000 by default');
    const latency = catalogue.faults.find(({ name }) => name === 'link-latency');
    expect(latency && describeFault(latency)).to.contain(
      '  parameters  latencyMs: integer, from 10 to 60000 ms; 1000 by default',
    );
    const check = catalogue.checks.find(({ name }) => name === 'side-effects-once');
    expect(check && describeCheck(check, (docs) => docs)).to.contain(
      '  documents  docs/reference/checks.md#side-effects-once',
    );
  });

  it('holds a scenario that cannot be planned, and says why', async () => {
    const [good] = config.scenarios;
    if (good === undefined) throw new Error('Expected a scenario.');
    const plan: Scenario['plan'] = () => {
      throw new Error('no luck');
    };
    const { scenarios } = await catalogueOf({ ...config, scenarios: [{ ...good, plan }] }, tmpdir());
    expect(scenarios[0]).to.include({ kind: 'not planned', notPlanned: 'no luck', plan: null });
  });

  it('is only what the harness has, where there is no configuration', async () => {
    const bare = await catalogueOf(null, tmpdir());
    expect(listSection('scenarios', bare, paint)).to.deep.equal([
      'No scenario can be run: chaos.config.ts names none.',
    ]);
    expect(bare.faults.length).to.equal(faults.length);
  });
});
