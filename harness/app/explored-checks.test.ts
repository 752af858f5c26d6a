import { expect } from 'chai';
import { config } from '../../chaos.config.ts';
import { checks } from '../checks/index.ts';
import type { ChaosConfig } from '../model/config.ts';
import { exploredChecks } from './explored-checks.ts';

const tables = [{ table: 'orders', key: 'order_id' }];
const keepsAll = { ...config, subjects: { s: { checkpoints: true, effects: true, tables } } };
const python: ChaosConfig = { ...keepsAll, workers: { ...config.workers, bundle: null } };

function chosen(of: ChaosConfig, sabotage: string | null = null) {
  const { checks: left, notJudged } = exploredChecks(checks, { config: of, explored: { subject: 's' }, sabotage });
  return { names: left.map(({ name }) => name), notJudged };
}

describe('exploredChecks', () => {
  it('leaves out replays, by name, if the system has no bundle', () => {
    const { names, notJudged } = chosen(python);
    expect(names).not.to.include('replays-deterministically');
    expect(names).to.include('side-effects-once');
    expect(notJudged).to.deep.equal([
      'check: replays-deterministically (no replayer for this system: determinism not judged)',
    ]);
  });

  it('has them if there is a bundle to be built, also one of a sabotage', () => {
    expect(chosen(keepsAll)).to.deep.include({ notJudged: [] });
    expect(chosen(keepsAll).names).to.include('replays-deterministically');
    const sabotages = { own: { summary: 'S.', bundle: ['node', 'b.ts'] } } as const;
    expect(chosen({ ...python, sabotages }, 'own').names).to.include('replays-deterministically');
  });

  it('names the checks of points whose book the subject does not keep', () => {
    const { notJudged } = chosen({ ...config, subjects: { s: { checkpoints: false, effects: true } } });
    expect(notJudged).to.deep.equal([
      'check: checkpoints-match-history (the subject keeps no checkpoints)',
      'check: rows-as-expected (the subject keeps no tables)',
    ]);
  });
});
