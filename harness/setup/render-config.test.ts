import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect } from 'chai';
import { withDefaultChecks } from '../app/default-checks.ts';
import type { WorkerAddresses } from '../model/addresses.ts';
import type { ChaosConfig } from '../model/config.ts';
import { makePlan } from '../runner/make-plan.ts';
import { configOfSketch } from './config-of-sketch.ts';
import { renderConfig } from './render-config.ts';
import { namesOf, type SystemSketch } from './system-sketch.ts';

const smallest: SystemSketch = {
  worker: ['python', 'worker.py'],
  taskQueue: 'billing',
  workflowType: 'BillingWorkflow',
  input: [],
  actions: [],
  services: {},
  env: {},
};

const timer = { kind: 'event', eventType: 'TIMER_STARTED', nth: 1 } as const;

const sketches: Readonly<Record<string, SystemSketch>> = {
  smallest,
  everything: {
    worker: ['sh', '-c', `exec "$PYTHON" 'my worker.py' \\ \`\${x}\``],
    cwd: '..',
    fixedAddress: 'localhost:7233',
    taskQueue: "it's",
    workflowType: 'order.v2/process-Order',
    input: [
      {
        id: '{workflowId}',
        'a key': 'it\'s "quoted"\n',
        deep: [{ ref: 'order/{workflowId}/`${1}', n: 1.5, no: null }],
      },
      'plain',
      true,
    ],
    start: ['node', "it's.mjs", '--id={workflowId}', '{taskQueue}'],
    actions: [
      { kind: 'signal', name: 'approve', args: [{ by: '{workflowId}' }], after: timer },
      { kind: 'update', name: 'memo', args: ['x'.repeat(120)], after: timer },
    ],
    services: {
      payments: { http: 'http://127.0.0.1:4242/v1' },
      inventory: { http: { command: ['node', 'stubs/inventory.js'] } },
      cache: { tcp: '127.0.0.1:6379' },
    },
    env: {
      PAYMENTS_URL: '{services.payments.url}',
      CACHE: 'redis://{services.cache.host}:{services.cache.port}/0',
      TEMPORAL_HOST: '{temporalHost}',
      TEMPORAL_PORT: '{temporalPort}',
      PLACE: '{temporalHost}:{temporalPort}',
      REST: '{supabaseUrl}/rest',
      SECRET: '{env.CHAOS_RENDER_TEST}',
      PLAIN: "it's ${ here }",
    },
    migrations: 'db/migrations',
  },
  'only plain variables': { ...smallest, env: { MODE: 'test' } },
};

const addresses = {
  component: 'worker-1',
  temporalHost: '127.0.0.1',
  temporalPort: 7233,
  supabaseUrl: 'http://s',
  supabaseKey: 'k',
  outsideWorldUrl: 'http://o',
  services: {
    payments: { url: 'http://p', host: '127.0.0.1', port: 1 },
    cache: { url: 'tcp://c', host: '127.0.0.1', port: 2 },
  },
  metricsHost: '127.0.0.1',
  metricsPort: 9,
  bundlePath: null,
  taskQueue: 'q',
  namespace: 'default',
} satisfies WorkerAddresses;

/** A configuration with what its functions return in their place. */
function asData(config: ChaosConfig): unknown {
  const { workers, client, scenarios, explorations = {}, ...rest } = config;
  const plans = scenarios.map((scenario) =>
    makePlan(withDefaultChecks(config, scenario), { seed: 7, params: { jobs: 2 } }),
  );
  const explored = Object.entries(explorations).map(([name, { cases, ...data }]) => [
    name,
    data,
    Object.entries(cases).map(([one, make]) => [one, make('an-id')]),
  ]);
  const described = scenarios.map(({ name, hypothesis, subject, needs }) => ({ name, hypothesis, subject, needs }));
  return structuredClone({
    ...rest,
    workers: { ...workers, env: workers.env?.(addresses) ?? {} },
    client: { ...client, env: client?.env({ ...addresses, logFile: 'l' }) },
    scenarios: described,
    plans,
    explored,
  });
}

describe('the text of a configuration', () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'render-config-'));
    process.env['CHAOS_RENDER_TEST'] = 'secret';
  });
  after(async () => {
    delete process.env['CHAOS_RENDER_TEST'];
    await rm(folder, { recursive: true });
  });

  /** Writes the files, and loads the configuration in them. */
  async function loaded(name: string, sketch: SystemSketch): Promise<ChaosConfig> {
    const library = pathToFileURL(join(import.meta.dirname, '../index.ts')).href;
    for (const { path, text } of renderConfig(sketch, 'mts', { mayBundle: false })) {
      const target = join(folder, name, path);
      await mkdir(dirname(target), { recursive: true });
      await writeFile(target, text.replaceAll(`'durable-chaos'`, `'${library}'`));
    }
    const module = (await import(pathToFileURL(join(folder, name, 'chaos.config.mts')).href)) as {
      readonly config: ChaosConfig;
    };
    return module.config;
  }

  for (const [name, sketch] of Object.entries(sketches)) {
    it(`says the same as the configuration of its sketch: ${name}`, async () => {
      const config = configOfSketch(sketch, 'the command line');
      expect(asData(await loaded(name, sketch))).to.deep.equal(asData(config));
    });
  }

  it('gives the program that starts the workflow the variables of the workers', () => {
    const config = configOfSketch(
      { ...smallest, start: ['node', 'go.mjs'], env: { TO: '{temporalHost}' } },
      'the flags',
    );
    expect(config.client?.command).to.deep.equal(['node']);
    expect(config.client?.env({ ...addresses, logFile: 'l' })).to.deep.equal({ TO: '127.0.0.1' });
  });

  it('keeps a secret of the environment out of it', () => {
    const text = renderConfig(sketches['everything'] ?? smallest, 'ts', { mayBundle: false })
      .map((file) => file.text)
      .join('');
    expect(text).to.include("process.env['CHAOS_RENDER_TEST']").and.not.to.include('secret');
  });

  it('keeps a secret that was given by a flag out of it, and says where to set it', () => {
    const env = { PAYMENTS_KEY: 'sk_live_7', UPSTREAM: 'https://me:hunter2@example.com/', KEY_OF: '{supabaseKey}' };
    const [config] = renderConfig({ ...smallest, env }, 'ts', { mayBundle: false });
    expect(config?.text).to.not.match(/sk_live_7|hunter2/);
    expect(config?.text).to.include("PAYMENTS_KEY: process.env['PAYMENTS_KEY'] ?? '',");
    expect(config?.text).to.include('set UPSTREAM where this is run.').and.to.include('KEY_OF: addresses.supabaseKey,');
  });

  it('proposes a replayer of a long command as a comment too, line by line', () => {
    const long = 'node_modules/durable-chaos/replayers/python/replayer.py';
    const replayer = { command: ['../.venv/bin/python', long, 'billing.workflows'], code: ['../billing/workflows.py'] };
    const [config] = renderConfig(smallest, 'ts', { mayBundle: false, replayer });
    const lines = config?.text.split('\n') ?? [];
    const from = lines.findIndex((line) => line.includes('replayer: {'));
    const to = lines.findIndex((line) => line.includes('PATH, HOME'));
    expect(to - from, 'lines').to.be.greaterThan(2);
    expect(lines.slice(from, to).filter((line) => !line.startsWith('    // '))).to.deep.equal([]);
  });

  it('proposes a replayer as a comment, which says nothing', async () => {
    const replayer = { command: ['python', 'replayer.py', 'workflows'], code: ['workflows.py'] };
    const [config] = renderConfig(smallest, 'ts', { mayBundle: false, replayer });
    expect(config?.text).to.match(/^ {4}\/\/ replayer: \{ command: \['python', 'replayer.py', 'workflows'\], code: /m);
  });
});

describe('the names in the configuration of a sketch', () => {
  const names: Readonly<Record<string, string>> = {
    BillingWorkflow: 'billing',
    MoneyTransfer: 'money-transfer',
    order_workflow: 'order',
    Workflow: 'workflow',
    'order.v2/process-Order': 'order-v2-process-order',
    '2fa': 'workflow-2fa',
    Übung: 'bung',
    支払い: 'workflow',
  };
  for (const [workflowType, subject] of Object.entries(names)) {
    it(`are of ${subject} for ${workflowType}`, () => {
      expect(namesOf({ workflowType }).subject).to.equal(subject);
    });
  }
});
