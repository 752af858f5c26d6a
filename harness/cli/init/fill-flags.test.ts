import { expect } from 'chai';
import { findTaskQueues, findVariables, findWorkflows } from '../../setup/look/find-names.ts';
import { findWorkers } from '../../setup/look/find-workers.ts';
import type { ProjectFacts } from '../../setup/look/look-at-project.ts';
import { fillFlags, serviceName } from './fill-flags.ts';

function factsOf(files: Readonly<Record<string, string>>, has: readonly string[] = []): ProjectFacts {
  const all = Object.entries(files).map(([path, text]) => ({ path, text }));
  return {
    workers: findWorkers(all, (path) => has.includes(path)),
    taskQueues: findTaskQueues(all),
    workflows: findWorkflows(all),
    variables: findVariables(all),
    isPackage: 'package.json' in files,
  };
}

const python = {
  'app/__init__.py': '',
  'app/workflows.py': 'from temporalio import workflow\n\n@workflow.defn\nclass Billing:\n    pass\n',
  'app/worker.py': `import os
from temporalio.worker import Worker
from app.shared import QUEUE
async def main():
    client = await Client.connect("localhost:7233")
    worker = Worker(client, task_queue="billing", workflows=[Billing])
    url = os.environ.get("PAYMENTS_BASE_URL", "http://localhost:4242")
    key = os.environ["SUPABASE_SERVICE_KEY"]
    other = os.getenv("LEDGER_URL")
if __name__ == "__main__":
    asyncio.run(main())
`,
};

describe('the flags that a project fills', () => {
  it('are those of a Python worker in a package, with its virtual environment', () => {
    const { flags, open, unset, taken } = fillFlags({}, factsOf(python, ['.venv/bin/python']));
    expect(flags).to.deep.equal({
      fixedAddress: 'localhost:7233',
      worker: '.venv/bin/python -m app.worker',
      taskQueue: 'billing',
      workflow: 'Billing',
      service: ['payments=http://localhost:4242:PAYMENTS_BASE_URL'],
      env: ['SUPABASE_SERVICE_KEY={supabaseKey}'],
    });
    expect(open).to.deep.equal([]);
    expect(unset.map(({ value, at }) => `${value} ${at}`)).to.deep.equal(['LEDGER_URL app/worker.py:9']);
    expect(taken.map(({ what, at }) => `${what} ${at}`)).to.include.members([
      'task queue app/worker.py:6',
      'workflow app/workflows.py:3',
    ]);
  });

  it('are those of a Go worker, which must be built', () => {
    const facts = factsOf({
      'go.mod': 'module x',
      'worker/main.go': `package main
import ("go.temporal.io/sdk/worker"; "os")
func main() {
  w := worker.New(c, "transfer", worker.Options{})
  w.RegisterWorkflow(transfer.MoneyTransfer)
  host := os.Getenv("TEMPORAL_HOST")
}`,
    });
    expect(facts.workers[0]).to.include({ value: 'bin/worker', before: 'go build -o bin/worker ./worker' });
    expect(fillFlags({}, facts).flags).to.deep.include({
      taskQueue: 'transfer',
      workflow: 'MoneyTransfer',
      env: ['TEMPORAL_HOST={temporalHost}:{temporalPort}'],
    });
  });

  it('are those of a TypeScript worker, by the runner that is installed', () => {
    const files = {
      'package.json': '{}',
      'src/worker.ts': `const worker = await Worker.create({ taskQueue: 'orders' }); process.env['TEMPORAL_HOST']; process.env.TEMPORAL_PORT`,
      'src/workflows.ts': `import { sleep } from '@temporalio/workflow';\nexport async function order(id: string) {}\n`,
    };
    const { flags } = fillFlags({}, factsOf(files, ['node_modules/.bin/ts-node']));
    expect(flags).to.deep.include({ worker: 'node_modules/.bin/ts-node src/worker.ts', workflow: 'order' });
    expect(flags.env).to.deep.equal(['TEMPORAL_HOST={temporalHost}', 'TEMPORAL_PORT={temporalPort}']);
    expect(fillFlags({}, factsOf(files)).flags.worker).to.equal('node src/worker.ts');
  });

  it('have the address of Temporal where it is in the code of the worker, and the usual one where nothing names any', () => {
    const addressOf = (text: string): string | undefined =>
      fillFlags({}, factsOf({ 'worker.ts': `Worker.create({ taskQueue: 'q' });\n${text}` })).flags.fixedAddress;
    expect(addressOf("NativeConnection.connect({ address: 'localhost:7234' })")).to.equal('localhost:7234');
    expect(addressOf('')).to.equal('localhost:7233');
    expect(addressOf("connect({ address: process.env.TEMPORAL_ADDRESS ?? 'localhost:7233' })")).to.equal(undefined);
    expect(addressOf('const connection = await connect(addressOf(config));')).to.equal(undefined);
  });

  it('leave what is given, and name what is open with its candidates', () => {
    const two = {
      ...python,
      'b.py': 'from temporalio import workflow\n@workflow.defn(name="ping")\nclass Ping: pass\ntask_queue = "b"',
    };
    const given = { worker: 'mine', service: ['pay=http://a:PAYMENTS_BASE_URL'], env: ['LEDGER_URL=x'] };
    const { flags, open, unset } = fillFlags(given, factsOf(two));
    expect(flags).to.include({ worker: 'mine' });
    expect(flags.service).to.deep.equal(given.service);
    expect(unset).to.deep.equal([]);
    expect(open.map(({ flag, candidates }) => [flag, candidates.map(({ value }) => value)])).to.deep.equal([
      ['taskQueue', ['billing', 'b']],
      ['workflow', ['Billing', 'ping']],
    ]);
  });

  it('name services so that the harness can have them', () => {
    expect(['PAYMENTS_URL', 'API_URL', 'DATABASE_URL', 'STRIPE_API_BASE'].map(serviceName)).to.deep.equal([
      'payments',
      'service-api',
      'service-database',
      'stripe-api',
    ]);
  });

  it("take a value of the project's .env for that of a variable", () => {
    const files = { '.env.example': 'PAY_URL="http://127.0.0.1:9"\n', 'a.js': 'fetch(process.env.PAY_URL)' };
    expect(fillFlags({}, factsOf(files)).flags.service).to.deep.equal(['pay=http://127.0.0.1:9:PAY_URL']);
  });
});
