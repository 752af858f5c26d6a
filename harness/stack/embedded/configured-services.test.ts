import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { expect } from 'chai';
import { PortPicker } from '../port-picker.ts';
import { configuredServices, startServices } from './configured-services.ts';
import type { ComponentSpec } from './process-component.ts';

describe('the services of the configuration on the embedded stack', () => {
  const picker = new PortPicker({}, async () => true);
  const places = { picker, database: { port: 5432, password: 'of-the-run' } };
  const started: ComponentSpec[] = [];
  const start = async (spec: ComponentSpec): Promise<void> => void started.push(spec);

  it('are where their URLs say, and the programs get a port', async () => {
    const found = await configuredServices(
      {
        payments: { http: 'https://pay.example/v1' },
        inventory: { http: { command: ['node', 'stub.js', '--quiet'], env: { MODE: 'test' } } },
        cache: { tcp: 'redis://[::1]:6379/0' },
      },
      places,
    );
    const [payments, inventory, cache] = found;
    expect(payments).to.include({ at: 'pay.example:443', upstream: 'https://pay.example', relayed: true, spec: null });
    expect(cache).to.include({ at: '[::1]:6379', upstream: '[::1]:6379', relayed: false, spec: null });
    expect(inventory?.at).to.equal(inventory?.upstream);
    const [, port] = inventory?.at.split(':') ?? [];
    expect(inventory?.spec).to.include({ name: 'inventory', role: 'service', stopSignal: 'SIGTERM' });
    const launch = await inventory?.spec?.launch(1, null);
    expect(launch).to.deep.include({ command: process.execPath, args: ['stub.js', '--quiet'] });
    expect(launch?.env).to.deep.equal({ MODE: 'test', PORT: port });
  });

  it("are the run's own PostgreSQL, unless Supabase is hosted", async () => {
    const services = { database: { postgresql: 'own' } } as const;
    const [database] = await configuredServices(services, places);
    const service = { tcp: 'postgresql://postgres:of-the-run@127.0.0.1:5432/postgres' };
    expect(database).to.deep.include({ at: '127.0.0.1:5432', relayed: false, spec: null, service });
    const hosted = await configuredServices(services, { picker, database: null }).catch((error: unknown) => error);
    expect(hosted)
      .to.include({ code: 'CHAOS_BAD_CONFIG' })
      .and.to.have.property('message')
      .that.matches(
        /^chaos\.config\.ts: `services\.database` is the run's own PostgreSQL, but Supabase is hosted\. Name/,
      );
  });

  it('are started, or must be there', async () => {
    const there = createServer().listen(0, '127.0.0.1');
    await once(there, 'listening');
    const { port } = there.address() as AddressInfo;
    const found = await configuredServices(
      { payments: { http: `http://127.0.0.1:${port}` }, inventory: { http: { command: ['node', 'stub.js'] } } },
      places,
    );
    await Promise.all(startServices(found, start));
    expect(started.map(({ name }) => name)).to.deep.equal(['inventory']);
    there.close();
    await once(there, 'close');
    const [away] = await Promise.allSettled(startServices(found, start));
    expect(away?.status === 'rejected' ? away.reason : null)
      .to.include({ code: 'CHAOS_STACK_NOT_READY' })
      .and.to.have.property('message')
      .that.matches(
        /^chaos\.config\.ts: `services\.payments` can't be reached at 127\.0\.0\.1:\d+: .*ECONNREFUSED.*\. Start/,
      );
  });
});
