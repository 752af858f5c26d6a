import { expect } from 'chai';
import { exploringState } from './run-exploration.ts';

describe('exploringState', () => {
  it('knows the beginning and the end of exploring, and takes nothing else for them', () => {
    const line = (phase: string, state: string): string =>
      JSON.stringify({ kind: 'phase', phase, state, durationMs: 3 });
    expect(exploringState(line('exploring', 'begin'))).to.equal('begin');
    expect(exploringState(line('exploring', 'end'))).to.equal('end');
    for (const other of [line('references', 'begin'), line('audit', 'end'), '', 'exploring', '{"kind":"note"}'])
      expect(exploringState(other), other).to.equal(null);
  });
});
