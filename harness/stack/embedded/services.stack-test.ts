import { once } from 'node:events';
import { rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import postgres from 'postgres';
import type { WorkerAddresses } from '../../model/addresses.ts';
import type { ChaosConfig } from '../../model/config.ts';
import { entriesOf } from '../../model/journal.ts';
import { leftOf, type StackUnderTest, startStackUnderTest, systemConfig } from '../test-support/stack-fixture.ts';

const STUB = `import { createServer } from 'node:http';
const { PORT: port } = process.env;
createServer((request, response) => response.end('stub ' + request.url)).listen(Number(port), '127.0.0.1');
`;

describe('embedded stack with services of the configuration', function () {
  this.timeout(120_000);
  const stub = join(tmpdir(), `stub-${process.pid}.mjs`);
  let under: StackUnderTest;
  let seen: WorkerAddresses | undefined;
  let running: Server;

  before(async () => {
    await writeFile(stub, STUB);
    running = createServer((request, response) => response.end(`running ${request.url}`)).listen(0, '127.0.0.1');
    await once(running, 'listening');
    const { port } = running.address() as AddressInfo;
    const real = await systemConfig();
    const config: ChaosConfig = {
      ...real,
      services: {
        inventory: { http: { command: ['node', stub] } },
        payments: { http: `http://127.0.0.1:${port}/v1` },
        cache: { tcp: `127.0.0.1:${port}` },
        database: { postgresql: 'own' },
      },
      workers: {
        ...real.workers,
        env: (addresses) => {
          seen = addresses;
          return real.workers.env?.(addresses) ?? {};
        },
      },
    };
    under = await startStackUnderTest(`services-${process.pid}`, config, { workers: 1 });
  });
  after(async () => {
    await under.stack[Symbol.asyncDispose]();
    expect(await leftOf(under.runId)).to.deep.equal([]);
    running.close();
    await Promise.all([rm(under.logsFolder, { recursive: true }), rm(stub)]);
  });

  const ask = async (name: string, path: string): Promise<string> => {
    const response = await fetch(`${seen?.services[name]?.url}${path}`);
    return await response.text();
  };

  it('starts the programs as components, and gives each worker a link to every service', async () => {
    const { stack } = under;
    expect(stack.component('inventory')).to.include({ role: 'service', running: true });
    const links = stack.links().map(({ name }) => name);
    expect(links).to.include.members(['inventory@worker-1', 'payments@worker-1', 'cache@worker-1']);
    expect(await ask('inventory', '/stock')).to.equal('stub /stock');
    expect(await ask('payments', '/charges')).to.equal('running /v1/charges');
    expect(await (await fetch((seen?.services['cache']?.url ?? '').replace('tcp:', 'http:'))).text()).to.equal(
      'running /',
    );
    const http = entriesOf(under.journal.entries(), 'http').map(({ link, path, status }) => [link, path, status]);
    expect(http).to.deep.equal([
      ['inventory@worker-1', '/stock', 200],
      ['payments@worker-1', '/v1/charges', 200],
    ]);
  });

  it('strikes the link of one worker to a service', async () => {
    const link = under.stack.link('payments@worker-1');
    await link.cut();
    expect(await ask('payments', '/charges').catch(() => 'cut')).to.equal('cut');
    expect(await ask('inventory', '/stock')).to.equal('stub /stock');
    await link.restore();
    expect(await ask('payments', '/charges')).to.equal('running /v1/charges');
  });

  it('gives each worker a link to the PostgreSQL under Supabase, for clients that speak SQL', async () => {
    const select = async (): Promise<unknown> => {
      const sql = postgres(seen?.services['database']?.url ?? '', { max: 1, connect_timeout: 2 });
      try {
        return await sql`select count(*)::int as rows from documents`;
      } finally {
        await sql.end({ timeout: 0 });
      }
    };
    expect(await select()).to.deep.equal([{ rows: 0 }]);
    const link = under.stack.link('database@worker-1');
    await link.cut();
    expect(await select().catch(() => 'cut')).to.equal('cut');
    await link.restore();
    expect(await select()).to.deep.equal([{ rows: 0 }]);
  });

  it('asks a program that it has started whether it lives', async () => {
    await under.stack.component('inventory').probe();
    await under.stack.component('inventory').kill('fault');
    await under.stack.component('inventory').probe();
    const probes = entriesOf(under.journal.entries(), 'probe').filter(({ target }) => target === 'inventory');
    expect(probes.map(({ ok }) => ok)).to.deep.equal([true, false]);
  });
});
