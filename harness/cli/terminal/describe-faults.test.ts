import { expect } from 'chai';
import type { FaultRow } from '../../daemon/daemon-api.ts';
import { describeFaults, leaseLeftMs } from './describe-faults.ts';

const since = '2026-01-01T12:00:00.000Z';
const nowMs = Date.parse(since) + 20_000;
const fault: FaultRow = {
  id: 'link-timeout-2',
  fault: 'link-timeout',
  state: 'in force',
  since,
  healsAt: '2026-01-01T12:01:00.000Z',
  target: { component: 'worker-1', incarnation: 1, link: 'temporal@worker-1' },
  radius: { components: [], links: ['temporal@worker-1'] },
  healedAt: null,
  healedBy: null,
  message: null,
};

describe('the faults in force', () => {
  it('have a line each, or one that says that there is none', () => {
    const [, line] = describeFaults([fault], nowMs);
    expect(line).to.match(/^link-timeout-2 +in force +temporal@worker-1 +\d\d:\d\d:\d\d +in 40\.0 s$/);
    expect(describeFaults([], nowMs)).to.deep.equal(['No fault is in force.']);
  });

  it('say why one could not be healed', () => {
    const lines = describeFaults([{ ...fault, state: 'unhealed', message: 'It would not.' }], nowMs);
    expect(lines.at(-1)).to.equal('link-timeout-2: It would not.');
  });

  it('have what is left of the lease, as long as it means something', () => {
    expect(leaseLeftMs(fault, nowMs)).to.equal(40_000);
    expect(leaseLeftMs(fault, nowMs + 60_000)).to.equal(0);
    expect(leaseLeftMs({ ...fault, state: 'unhealed' }, nowMs)).to.equal(null);
    expect(leaseLeftMs({ ...fault, state: 'injecting', since: null, healsAt: null }, nowMs)).to.equal(null);
  });
});
