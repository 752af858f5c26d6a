import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Authority } from '../../../harness/certificates/authority.ts';
import { type RealTemporal, startRealTemporal } from '../../../harness/gateway/test-support/real-temporal.ts';
import { type CloudFront, startCloudFront } from '../../../harness/probes/test-support/cloud-front.ts';
import { type OthersWorkflow, othersIn, startOthers } from '../../../harness/probes/test-support/others-workflows.ts';
import { chaosMain, type Ended, projectFolder, runProgram } from '../run-scenario.ts';

/** The namespace of the Temporal of others. */
const NAMESPACE = 'payments';
const OTHERS = 20;
/** Ids of a run. */
const MARKED = /^chaos-[0-9a-z]{6}-/;

/** A Temporal of others behind mutual TLS and a key, with workflows in it, and a project that names it. */
export class ProjectOnTemporal implements AsyncDisposable {
  /** The secret of its clients. */
  readonly apiKey = 'key-of-a-user-in-the-cloud';
  /** The folder of the project. */
  readonly place: string;
  /** The standard variables that lead the project to it. */
  readonly env: Readonly<Record<string, string>>;
  readonly front: CloudFront;
  readonly #temporal: RealTemporal;

  private constructor(place: string, temporal: RealTemporal, front: CloudFront) {
    this.place = place;
    this.front = front;
    this.#temporal = temporal;
    this.env = {
      TEMPORAL_ADDRESS: front.address,
      TEMPORAL_NAMESPACE: NAMESPACE,
      TEMPORAL_API_KEY: this.apiKey,
      TEMPORAL_TLS_SERVER_NAME: 'frontend',
      TEMPORAL_TLS_SERVER_CA_CERT_PATH: join(place, 'ca.pem'),
      TEMPORAL_TLS_CLIENT_CERT_PATH: join(place, 'cert.pem'),
      TEMPORAL_TLS_CLIENT_KEY_PATH: join(place, 'key.pem'),
    };
  }

  static async start(): Promise<ProjectOnTemporal> {
    const temporal = await startRealTemporal(['--namespace', NAMESPACE]);
    const authority = await Authority.create('theirs');
    const identity = await authority.issue({ name: 'frontend', hosts: [] });
    const { ca, cert, key } = await authority.issue({ name: 'client', hosts: [] });
    const apiKey = 'key-of-a-user-in-the-cloud';
    const front = await startCloudFront({ upstream: temporal.address, identity, mutual: true, apiKey });
    const place = await mkdtemp(join(tmpdir(), 'chaos-on-temporal-'));
    // PostgreSQL, which refuses to be root, must get through.
    await chmod(place, 0o755);
    const real = pathToFileURL(join(projectFolder, 'chaos.config.ts')).href;
    const lines = [
      `import { config as real } from '${real}';`,
      "import changes from './changes.json' with { type: 'json' };",
      'export const config = { ...real, temporal: { ownTaskQueue: true }, ...changes };',
    ];
    const files = { 'package.json': '{ "type": "module" }', 'changes.json': '{}', 'chaos.config.ts': lines.join('\n') };
    const pems = { 'ca.pem': ca, 'cert.pem': cert, 'key.pem': key };
    await Promise.all(
      Object.entries({ ...files, ...pems }).map(async ([name, text]) => writeFile(join(place, name), text)),
    );
    const project = new ProjectOnTemporal(place, temporal, front);
    await project.startOthers(
      Array.from({ length: OTHERS }, (_, index) => `theirs-${index}`),
      'their-queue',
    );
    return project;
  }

  /** Starts workflows of others. */
  async startOthers(ids: readonly string[], taskQueue: string): Promise<void> {
    await startOthers(this.#temporal.address, NAMESPACE, { ids, taskQueue });
  }

  /** The workflows of others as they are now. */
  async others(): Promise<readonly OthersWorkflow[]> {
    return othersIn(this.#temporal.address, NAMESPACE, MARKED);
  }

  /** Those of runs that still run. */
  async left(): Promise<readonly OthersWorkflow[]> {
    const all = await othersIn(this.#temporal.address, NAMESPACE, []);
    return all.filter(({ workflowId, status }) => MARKED.test(workflowId) && status === 'RUNNING');
  }

  /** Runs the command line in the project, with changes of its configuration. */
  async chaos(args: readonly string[], changes: object = {}, env: NodeJS.ProcessEnv = {}): Promise<Ended> {
    await writeFile(join(this.place, 'changes.json'), JSON.stringify(changes));
    const own = { NO_COLOR: '1', ...this.env, ...env };
    return runProgram({ command: process.execPath, args: [chaosMain, ...args], cwd: this.place, env: own });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.front[Symbol.asyncDispose]();
    await this.#temporal[Symbol.asyncDispose]();
    await rm(this.place, { recursive: true, force: true });
  }
}
