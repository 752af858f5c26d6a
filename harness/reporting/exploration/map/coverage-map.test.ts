import { expect } from 'chai';
import { sampleExploration } from '../../../../test/samples/sample-exploration.ts';
import type { CrashPoint } from '../../../model/crash-point.ts';
import { coverageMapOf } from './coverage-map.ts';

const sample = sampleExploration();

describe('the cells of the coverage map', () => {
  it('puts no two points into one cell, and rows in the order of the workflow', () => {
    const [explored] = sample.cases;
    if (explored === undefined) throw new Error('Expected a case.');
    const points = explored.points.toReversed();
    const map = coverageMapOf({ explored: { ...explored, points }, actions: ['crash'], resultsOf: () => [] });
    const places = map.steps.flatMap(({ step, cells }) =>
      cells.map(({ exchange, side, row }) => `${step} ${exchange} ${side} ${row}`),
    );
    expect(new Set(places).size).to.equal(explored.points.length);
    expect(map.steps.map(({ step, rows }) => `${step}: ${rows}`)).to.deep.equal([
      'workflow task 1: 1',
      'saveCheckpoint[received]: 1',
      'workflow task 2: 1',
      'extractPages: 2',
      'workflow task 3: 1',
      'publish: 1',
      'workflow task 4: 1',
    ]);
    expect(map.groups.map(({ exchange }) => exchange)).to.deep.equal([
      'handed-out',
      'heartbeat',
      'supabase',
      'outside',
      'completion',
    ]);
  });

  it('labels what happens more than once by what tells it apart, and nothing else', () => {
    const [explored] = sample.cases;
    const named = (name: string): CrashPoint | undefined => explored?.points.find(({ moment }) => moment === name);
    const [point, outside] = [named('heartbeat page 1/reply'), named('outside 1/reply')];
    if (explored === undefined || point === undefined) throw new Error('Expected a heartbeat.');
    const labels = (moments: readonly string[], of = point): readonly string[] => {
      const points = moments.map((moment) => ({ ...of, id: moment, moment }));
      const map = coverageMapOf({ explored: { ...explored, points }, actions: ['crash'], resultsOf: () => [] });
      return map.steps.flatMap(({ cells }) => cells.map(({ label }) => label));
    };
    expect(labels(['heartbeat page 1/reply', 'attempt 2/heartbeat page 1/reply'])).to.deep.equal([
      'page 1',
      'attempt 2 · page 1',
    ]);
    expect(labels(['outside 1/reply'], outside)).to.deep.equal(['']);
    expect(labels(['outside 1/reply', 'outside 2/reply'], outside)).to.deep.equal(['no. 1', 'no. 2']);
    expect(labels(['attempt 2/outside 1/reply'], outside)).to.deep.equal(['attempt 2 · no. 1']);
  });

  it('gives points that no text tells apart a cell each', () => {
    const [explored] = sample.cases;
    const [point] = explored?.points ?? [];
    if (explored === undefined || point === undefined) throw new Error('Expected a point.');
    const points = [point, { ...point, id: 'again' }, { ...point, id: 'and-again' }];
    const map = coverageMapOf({ explored: { ...explored, points }, actions: ['crash'], resultsOf: () => [] });
    expect(map.steps.map(({ cells }) => cells.map(({ row }) => row))).to.deep.equal([[0, 1, 2]]);
  });
});
