import { randomUUID } from 'node:crypto';
import { globSync } from 'node:fs';
import { basename, join } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker';
import { ConfigError, clientConfig } from '../config.ts';
import { temporalConnection } from '../tls/temporal-connection.ts';
import { sourceExtension } from '../workflows-file.ts';
import type { Example } from './example.ts';

const folder = import.meta.dirname;
const notExamples = ['example', 'run'];
const names = globSync(`*${sourceExtension}`, { cwd: folder })
  .map((file) => basename(file, sourceExtension))
  .filter((name) => !notExamples.includes(name) && !name.includes('.'))
  .toSorted();

/** The two connections of an example, and the server behind them. */
interface Server extends AsyncDisposable {
  readonly client: Client;
  readonly connection: NativeConnection;
  readonly namespace: string;
  /** It ends a sleep as soon as nothing else is to be done. */
  readonly skipsTime: boolean;
}

class UsageError extends Error {}

try {
  await runExample(process.argv.slice(2));
} catch (error) {
  const isUsage = error instanceof UsageError || error instanceof ConfigError;
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = isUsage ? 64 : 1;
}

async function runExample([name, ...surplus]: readonly string[]): Promise<void> {
  if (name === undefined || surplus.length > 0 || !names.includes(name)) {
    const got = name === undefined ? 'none was named' : `got "${[name, ...surplus].join(' ')}"`;
    throw new UsageError(`Name one example, but ${got}. There are: ${names.join(', ')}.`);
  }
  const path = join(folder, `${name}${sourceExtension}`);
  const example = (await import(path)) as Example;
  Runtime.install({ logger: new DefaultLogger('ERROR') });
  await using server = await connect();
  const taskQueue = `example-${name}-${randomUUID()}`;
  const worker = await Worker.create({
    connection: server.connection,
    namespace: server.namespace,
    taskQueue,
    workflowsPath: path,
    activities: example.activities,
    // An example that waits for long brings a clock, for servers that cannot skip time.
    ...(server.skipsTime || !('interceptors' in example) ? {} : { interceptors: { workflowModules: [path] } }),
  });
  const workflowId = `${name}-${randomUUID().slice(0, 8)}`;
  console.log(`Workflow ${workflowId} on ${server.skipsTime ? 'the time-skipping server' : 'the running stack'}.`);
  await worker.runUntil(
    example.run({ client: server.client, taskQueue, workflowId, say: (line) => console.log(line) }),
  );
}

/** TEMPORAL_TEST_SERVER_PATH names Temporal's time-skipping test server; without it, the running stack is used. */
async function connect(): Promise<Server> {
  const path = process.env['TEMPORAL_TEST_SERVER_PATH'] ?? '';
  return path === '' ? connectToStack() : startTestServer(path);
}

async function connectToStack(): Promise<Server> {
  const config = clientConfig(process.env);
  const to = temporalConnection(config);
  const connectTimeout = config.TEMPORAL_CALL_LIMIT_MS;
  const connection = await Connection.connect({ ...to, connectTimeout }).catch((cause: unknown) => {
    const advice = 'Run: npm run stack -- up. Or set TEMPORAL_HOST and TEMPORAL_PORT.';
    throw new Error(`Temporal does not answer at ${to.address}. ${advice}`, { cause });
  });
  const native = await NativeConnection.connect(to);
  const namespace = config.TEMPORAL_NAMESPACE;
  return {
    client: new Client({ connection, namespace }),
    connection: native,
    namespace,
    skipsTime: false,
    async [Symbol.asyncDispose]() {
      await native.close();
      await connection.close();
    },
  };
}

async function startTestServer(path: string): Promise<Server> {
  const environment = await timeSkipping(path).catch((cause: unknown) => {
    const why = cause instanceof Error ? cause.message.split('\n', 1)[0] : String(cause);
    const advice = 'Correct TEMPORAL_TEST_SERVER_PATH, or leave it out.';
    throw new Error(`The time-skipping server ${path} does not start: ${why}. ${advice}`, { cause });
  });
  return {
    client: environment.client,
    connection: environment.nativeConnection,
    namespace: 'default',
    skipsTime: true,
    [Symbol.asyncDispose]: () => environment.teardown(),
  };
}

/** Loaded here: an installed package does not have the SDK's testing part. */
async function timeSkipping(path: string): Promise<TestWorkflowEnvironment> {
  const { TestWorkflowEnvironment } = await import('@temporalio/testing');
  return TestWorkflowEnvironment.createTimeSkipping({ server: { executable: { type: 'existing-path', path } } });
}
