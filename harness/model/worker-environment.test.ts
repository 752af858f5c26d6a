import { expect } from 'chai';
import { config } from '../../chaos.config.ts';
import type { WorkerAddresses } from './addresses.ts';
import { workerEnvironment } from './worker-environment.ts';

const bare = { command: config.workers.command, bundle: config.workers.bundle, readyLimitMs: 1, drainLimitMs: 1 };
const addresses: WorkerAddresses = {
  component: 'worker-1',
  temporalHost: '127.0.0.1',
  temporalPort: 7001,
  supabaseUrl: 'http://127.0.0.1:7002',
  supabaseKey: 'key',
  outsideWorldUrl: 'http://127.0.0.1:7003',
  services: {},
  metricsHost: '127.0.0.1',
  metricsPort: 7004,
  bundlePath: null,
  taskQueue: 'orders',
  namespace: 'shop',
};

describe('workerEnvironment', () => {
  it("has Temporal's standard variables without a function of the configuration", () => {
    expect(workerEnvironment({ workers: bare }, addresses)).to.deep.equal({
      TEMPORAL_ADDRESS: '127.0.0.1:7001',
      TEMPORAL_NAMESPACE: 'shop',
    });
  });

  it('says that an existing Temporal speaks no TLS with workers, whose profile may say otherwise', () => {
    const temporal = { address: 'cloud.example:7233' };
    expect(workerEnvironment({ workers: bare, temporal }, addresses)).to.include({ TEMPORAL_TLS: 'false' });
    const tls = { files: { ca: '/ca.pem', cert: '/cert.pem', key: '/key.pem' }, temporalName: 'gateway' };
    expect(workerEnvironment({ workers: bare, temporal }, { ...addresses, tls })).to.include({ TEMPORAL_TLS: 'true' });
  });

  it('names the certificates if Temporal speaks TLS, and no others', () => {
    const files = { ca: '/ca.pem', cert: '/cert.pem', key: '/key.pem' };
    const variables = (temporalName: string | null) =>
      workerEnvironment({ workers: bare }, { ...addresses, tls: { files, temporalName } });
    expect(variables('temporal.local')).to.include({
      TEMPORAL_TLS: 'true',
      TEMPORAL_TLS_SERVER_CA_CERT_PATH: '/ca.pem',
      TEMPORAL_TLS_CLIENT_CERT_PATH: '/cert.pem',
      TEMPORAL_TLS_CLIENT_KEY_PATH: '/key.pem',
      TEMPORAL_TLS_SERVER_NAME: 'temporal.local',
    });
    expect(variables(null)).not.to.have.property('TEMPORAL_TLS');
  });

  it('lets the configuration have the last word', () => {
    const env = (): Record<string, string> => ({ TEMPORAL_NAMESPACE: 'own', PAYMENTS_URL: 'http://127.0.0.1:4242' });
    expect(workerEnvironment({ workers: { ...bare, env } }, addresses)).to.deep.equal({
      TEMPORAL_ADDRESS: '127.0.0.1:7001',
      TEMPORAL_NAMESPACE: 'own',
      PAYMENTS_URL: 'http://127.0.0.1:4242',
    });
  });
});
