import { expect } from 'chai';
import { config } from '../../chaos.config.ts';
import { clientEnvironment } from './client-environment.ts';
import type { StackAddresses } from './stack.ts';

const addresses: StackAddresses = {
  temporal: '127.0.0.1:7001',
  temporalUi: null,
  supabaseUrl: 'http://127.0.0.1:7002',
  supabaseKey: 'key',
  outsideWorldUrl: 'http://127.0.0.1:7003',
  toxiproxyUrl: 'http://127.0.0.1:7004',
  api: null,
};
const client = {
  command: ['node', 'client.ts'],
  env: ({ temporalPort }) => ({ PORT: String(temporalPort) }),
} as const satisfies typeof config.client;

describe('the environment of a client of the system', () => {
  it('is what the configuration makes of the addresses', () => {
    expect(clientEnvironment({ ...config, client }, addresses, 'log')).to.deep.equal({ PORT: '7001' });
  });

  it('says that an existing Temporal speaks no TLS with it: the gateway does, and a shell may say otherwise', () => {
    const temporal = { address: 'cloud.example:7233' };
    const env = clientEnvironment({ ...config, client, temporal }, addresses, 'log');
    expect(env).to.deep.equal({ TEMPORAL_TLS: 'false', PORT: '7001' });
  });
});
