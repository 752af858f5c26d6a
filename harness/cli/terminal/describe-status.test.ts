import { expect } from 'chai';
import type { FaultRow, StackStatus } from '../../daemon/daemon-api.ts';
import { describeStatus } from './describe-status.ts';

const since = '2026-01-01T12:00:00.000Z';
const fault: FaultRow = {
  id: 'worker-kill-1',
  fault: 'worker-kill',
  state: 'in force',
  since,
  healsAt: '2026-01-01T12:01:00.000Z',
  target: {
    component: 'worker-1',
    incarnation: 1,
    link: null,
  },
  radius: {
    components: ['worker-1'],
    links: [],
  },
  healedAt: null,
  healedBy: null,
  message: null,
};
const toxic = { name: 't', type: 'timeout', stream: 'upstream', attributes: { timeout: 0 } };
const status: StackStatus = {
  runId: 'r',
  stack: 'embedded',
  since,
  folder: '/f',
  envFile: '/f/.env',
  faults: [fault],
  addresses: {
    temporal: '127.0.0.1:7233',
    temporalUi: null,
    supabaseUrl: 's',
    outsideWorldUrl: 'o',
    toxiproxyUrl: 't',
    apiUrl: null,
  },
  components: [
    {
      name: 'worker-1',
      role: 'worker',
      state: 'down',
      incarnation: 1,
      health: null,
      uptimeMs: null,
    },
    {
      name: 'temporal',
      role: 'temporal',
      state: 'running',
      incarnation: 2,
      uptimeMs: 65e3,
      health: {
        ok: false,
        latencyMs: 1e3,
        error: 'no answer',
      },
    },
  ],
  links: [
    {
      name: 'temporal@worker-1',
      reading: {
        enabled: true,
        toxics: [toxic],
      },
    },
    {
      name: 'outside@worker-1',
      reading: {
        enabled: false,
        toxics: [],
      },
    },
    {
      name: 'supabase@worker-1',
      reading: null,
    },
  ],
};

describe('describeStatus', () => {
  const lines = (of: StackStatus): string => describeStatus(of, Date.parse(since) + 20_000).join('\n');

  it('has a line for each component, link and fault', () => {
    expect(lines(status))
      .to.match(/^embedded stack · run r · up for 20\.0 s · Temporal 127\.0\.0\.1:7233$/m)
      .and.to.match(/^worker-1 +down +1 +– +–$/m)
      .and.to.match(/^temporal +running +2 +silent: no answer +1 min 05 s$/m)
      .and.to.match(/^temporal@worker-1 +enabled +timeout upstream \(timeout=0\)$/m)
      .and.to.match(/^outside@worker-1 +cut +–$/m)
      .and.to.match(/^supabase@worker-1 +unknown +Toxiproxy does not answer$/m)
      .and.to.match(/^worker-kill-1 +in force +worker-1, incarnation 1 +\d\d:\d\d:\d\d +in 40\.0 s$/m);
  });

  it('says why a fault could not be healed, and that none is in force', () => {
    const unhealed: FaultRow = { ...fault, state: 'unhealed', message: 'It would not.' };
    expect(lines({ ...status, faults: [unhealed] }))
      .to.match(/could not be$/m)
      .and.to.include('worker-kill-1: It would not.');
    expect(lines({ ...status, faults: [] })).to.include('No fault is in force.');
  });
});
