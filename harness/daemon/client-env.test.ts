import { parseEnv } from 'node:util';
import { expect } from 'chai';
import { clientEnvironment } from '../model/client-environment.ts';
import type { ChaosConfig } from '../model/config.ts';
import type { StackAddresses } from '../model/stack.ts';
import { envText } from './client-env.ts';

const addresses: StackAddresses = {
  temporal: '127.0.0.1:7233',
  temporalUi: null,
  supabaseUrl: 'http://127.0.0.1:1',
  supabaseKey: 'key',
  outsideWorldUrl: 'http://127.0.0.1:2',
  toxiproxyUrl: 'http://127.0.0.1:3',
  api: null,
};

describe('the environment for clients', () => {
  it("is made by the configuration from the servers' own addresses", () => {
    const env = (told: object): Record<string, string> => ({ TOLD: JSON.stringify(told) });
    const config = { client: { command: ['x'], env }, taskQueue: 'q', namespace: 'n' } as unknown as ChaosConfig;
    expect(JSON.parse(clientEnvironment(config, addresses, '/logs/client.log')['TOLD'] ?? '')).to.deep.equal({
      temporalHost: '127.0.0.1',
      temporalPort: 7233,
      taskQueue: 'q',
      namespace: 'n',
      supabaseKey: 'key',
      supabaseUrl: 'http://127.0.0.1:1',
      outsideWorldUrl: 'http://127.0.0.1:2',
      logFile: '/logs/client.log',
      services: {},
    });
  });

  it('is empty where the configuration names no client', () => {
    expect(clientEnvironment({ taskQueue: 'q' } as unknown as ChaosConfig, addresses, '')).to.deep.equal({});
  });

  it('is read back by Node as it was', () => {
    const env = { PLAIN: 'http://127.0.0.1:7233/a', BLANK: 'a b # c', QUOTE: "it's", EMPTY: '', BOTH: `"a" 'b'` };
    expect(parseEnv(envText(env))).to.deep.equal(env);
  });
});
