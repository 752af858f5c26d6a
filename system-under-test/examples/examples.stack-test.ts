import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { expect } from 'chai';
import { type DevServer, startDevServer } from '../testing/dev-server.ts';

/** How a process ended, and its two outputs without the line that names the workflow. */
interface Ended {
  readonly exit: number;
  readonly lines: readonly string[];
  readonly stderr: string;
}

async function runExample(args: readonly string[], env: Readonly<Record<string, string>>): Promise<Ended> {
  const program = [join(import.meta.dirname, 'run.ts'), ...args];
  const options = { env: { PATH: process.env['PATH'], ...env }, timeout: 60_000 };
  return new Promise((resolve) => {
    execFile(process.execPath, program, options, (error, stdout, stderr) => {
      const lines = stdout
        .trimEnd()
        .split('\n')
        .filter((line) => !line.startsWith('Workflow '));
      resolve({ exit: error === null ? 0 : Number(error.code), lines, stderr: stderr.trimEnd() });
    });
  });
}

describe('the examples', function () {
  this.timeout(90_000);
  let server: DevServer;
  let env: Readonly<Record<string, string>>;
  before(async () => {
    server = await startDevServer();
    env = { TEMPORAL_HOST: server.host, TEMPORAL_PORT: String(server.port) };
  });
  after(() => server[Symbol.asyncDispose]());

  async function expectLines(name: string, expected: readonly RegExp[]): Promise<void> {
    const { exit, lines, stderr } = await runExample([name], env);
    expect({ exit, stderr }).to.deep.equal({ exit: 0, stderr: '' });
    expect(lines).to.have.lengthOf(expected.length);
    for (const [index, pattern] of expected.entries()) expect(lines[index]).to.match(pattern);
  }

  it('greets', () => expectLines('greeting', [/^Hello, Ada!$/]));

  it('greets at the third call, and gives up where no retry helps', () =>
    expectLines('greeting-with-retry', [/^Hello, Ada! \(call 3\)$/, /^Without a name: There is no name to greet\.$/]));

  it('answers where it is, before and after its end', () =>
    expectLines('greeting-with-query', [/^status: waiting for a name$/, /^Hello, Ada!$/, /^status: done$/]));

  it('sleeps for 24 hours in seconds, by a fast clock where the server cannot skip time', () =>
    expectLines('sleep-a-day', [
      /^The workflow slept for 24 hours: [5-9] s by its clock\.$/,
      /^You waited for \d+ s\.$/,
    ]));

  it('refuses an example that does not exist, and says where it looked for a server', async () => {
    const unknown = await runExample(['greet'], env);
    expect(unknown).to.deep.include({
      exit: 64,
      stderr:
        'Name one example, but got "greet". There are: greeting, greeting-with-query, greeting-with-retry, sleep-a-day.',
    });
    const port = { TEMPORAL_PORT: '1', TEMPORAL_CALL_LIMIT_MS: '500' };
    const { exit, stderr } = await runExample(['greeting'], { ...env, ...port });
    expect(exit).to.equal(1);
    expect(stderr).to.match(/^Temporal does not answer at 127\.0\.0\.1:1\. Run: npm run stack -- up\./);
    const missing = await runExample(['sleep-a-day'], { ...env, TEMPORAL_TEST_SERVER_PATH: '/none' });
    expect(missing.stderr).to.match(/^The time-skipping server \/none does not start: .+\. Correct/);
  });
});
