import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { expect } from 'chai';
import { z } from 'zod';
import { sourcesDigest } from '../../harness/provision/images/image-files.ts';
import { serviceNames } from '../../harness/provision/images/image-specs.ts';
import { serverSpecs } from '../../harness/provision/servers/server-spec.ts';
import { readTutorial } from './tutorial.ts';

const root = dirname(dirname(import.meta.dirname));
const specs = join(import.meta.dirname, 'library');

/** Folders and files that only a checkout needs. */
const checkoutOnly =
  /^test\/|(^|\/)(tools|test-support|testing|samples?|fixtures?|stand-ins)\/|[./](stack-|docker-|real-)?(test|fixture)\.(d\.ts|ts|js)$/;
const manifestSchema = z.array(z.object({ files: z.array(z.object({ path: z.string() })) }));

const mochaSchema = z.object({
  stats: z.object({ tests: z.int(), passes: z.int(), failures: z.int() }),
  tests: z.array(
    z.object({
      title: z.string(),
      err: z.object({ message: z.string(), expected: z.string(), actual: z.string() }).partial(),
    }),
  ),
});
const scriptSchema = z.object({ verdict: z.string(), findings: z.array(z.object({ check: z.string() })) });

/** As strict as a user's compiler may be. */
const compilerFlags: readonly string[] = [
  '--noEmit --strict --exactOptionalPropertyTypes --noUncheckedIndexedAccess --skipLibCheck --types node',
  '--module nodenext --target es2024 --lib es2024,esnext.disposable,dom --allowImportingTsExtensions',
  `--typeRoots ${join(root, 'node_modules/@types')}`,
].flatMap((line) => line.split(' '));

interface Ended {
  readonly exit: number | string | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Type stripping is refused inside node_modules: only a packed and installed harness shows that it ships compiled. */
describe('the package', () => {
  let folder: string;
  let tarball: string;
  let paths: readonly string[];
  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'provision-test-'));
    // A fresh clone has no dist: packing makes it.
    rmSync(join(root, 'dist'), { recursive: true, force: true });
    const packed = await succeed('npm', ['pack', '--silent', '--json', '--pack-destination', folder], root);
    paths = manifestSchema.parse(JSON.parse(packed)).flatMap(({ files }) => files.map(({ path }) => path));
    tarball = join(folder, readdirSync(folder).find((name) => name.endsWith('.tgz')) ?? 'no tarball');
  }).timeout(300_000);
  after(() => rmSync(folder, { recursive: true })).timeout(60_000);

  it('has no tests, no samples and no tools of this checkout', () => {
    expect(paths.length).to.be.greaterThan(500);
    expect(paths.filter((path) => checkoutOnly.test(path))).to.deep.equal([]);
    const modules = paths.flatMap((path) => /^harness\/provision\/modules\/([^/]+)\/go\.mod$/.exec(path)?.[1] ?? []);
    expect(modules).to.have.members(Object.values(serverSpecs).map(({ goModule }) => goModule.folder));
  });

  it('works where it is installed', async () => {
    // An older protobufjs at the top, as npm lays it out beside gRPC: each Temporal package then has a separate copy.
    const dependencies = { protobufjs: '7.6.6' };
    writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'elsewhere', private: true, dependencies }));
    await succeed('npm', ['install', '--prefer-offline', '--no-audit', '--no-fund', tarball], folder);

    const text = await succeed('npx', ['--no-install', 'chaos', 'doctor'], folder);
    for (const part of [
      'Node',
      'Temporal CLI',
      'toxiproxy-server',
      'PostgreSQL',
      '@supabase/lite',
      'event histories',
      'Go',
      'reports',
    ]) {
      expect(text).to.match(new RegExp(`^ok {2}${part} `, 'm'));
    }
    expect(text, 'no colour where it goes to a file').not.to.include('\u001b');
    const json: unknown = JSON.parse(await succeed('npx', ['--no-install', 'chaos', 'doctor', '--json'], folder));
    expect(json).to.have.property('healthy', true);

    const digests = `${join(folder, 'node_modules/durable-chaos/dist/harness/provision/images')}/image-files.js`;
    const script = `console.log(JSON.stringify(${JSON.stringify(serviceNames)}.map((await import('${digests}')).sourcesDigest)))`;
    const installed: unknown = JSON.parse(await succeed('node', ['--input-type=module', '--eval', script], folder));
    expect(installed, 'images of the package and of the checkout').to.deep.equal(serviceNames.map(sourcesDigest));

    const offline = await run('npx', ['--no-install', 'chaos', 'images', '--offline'], folder);
    expect(offline.exit).to.equal(64);
    expect(offline.stderr).to.match(/^CHAOS_USAGE: .* has no --offline\. .*\n$/);
  }).timeout(600_000);

  describe('the tutorial of the first coverage map, where it is installed', () => {
    const { commands, files } = readTutorial('docs/get-started/first-map.md');
    const [install, ...others] = commands;
    let orders: string;
    before(() => {
      orders = join(folder, 'orders');
      mkdirSync(orders);
      writeFileSync(join(orders, 'package.json'), JSON.stringify({ name: 'orders', private: true, type: 'module' }));
      for (const [name, text] of files) writeFileSync(join(orders, name), text);
    });

    it('begins with the installation that is tested above', () => {
      expect(install?.line).to.equal(`npm install --save-dev ../durable-chaos/${basename(tarball)}`);
      expect([...files.keys()]).to.deep.equal(['workflows.mjs', 'worker.mjs', 'payments.mjs']);
    });

    for (const { line, exit } of others) {
      it(`runs: ${line.slice(0, 60)}…`, async () => {
        const ended = await run('sh', ['-c', line.replace(/^npx /, 'npx --no-install ')], orders);
        expect(ended.exit, `${ended.stdout}\n${ended.stderr}`).to.equal(exit);
      });
    }

    for (const [kind, manifest, place] of [
      ['a package of ES modules', '{"type":"module"}', 'chaos.config.ts'],
      ['a package of CommonJS', '{"type":"commonjs"}', 'chaos.config.mts'],
      ['no package', null, 'chaos/chaos.config.ts'],
    ] as const) {
      it(`writes what loads and type-checks, by init, in ${kind}`, async () => {
        const project = mkdtempSync(join(folder, 'project-'));
        for (const [name, text] of files) writeFileSync(join(project, name), text);
        if (manifest !== null) writeFileSync(join(project, 'package.json'), manifest);
        await succeed('npx', ['--no-install', 'chaos', 'init', '--json', '--signal', 'approve@TIMER_STARTED'], project);
        const at = dirname(join(project, place));
        const loaded = await run('npx', ['--no-install', 'chaos', 'scenario', 'none'], at);
        expect(loaded.stderr).to.include('Choose one of: order-worker-kill.');
        await succeed(join(root, 'node_modules/.bin/tsc'), [...compilerFlags, basename(place)], at);
      });
    }
  }).timeout(300_000);

  describe('as a library, where it is installed', () => {
    before(() => cpSync(specs, folder, { recursive: true }));

    it('runs a scenario from a Mocha spec of five lines', async () => {
      const { stats } = await mochaOf('five-lines.spec.mjs');
      expect(stats).to.include({ tests: 1, passes: 1 });
    });

    it('runs a fault, a check and an action of its user, and fails with what was expected and what was found', async () => {
      const { tests } = await mochaOf('own.spec.mjs');
      expect(tests.map(({ err }) => Object.hasOwn(err, 'message'))).to.deep.equal([false, true, false]);
      const { err } = tests[1] ?? expect.fail('Expected a second test.');
      expect(err.expected).to.match(/^greeted-to-the-end: valid$/m);
      expect(err.actual).to.match(/^greeted-to-the-end: invalid: \d of 3 greetings were not given\.$/m);
    });

    it('runs, judges and reports step by step from a plain script, which ends by itself', async () => {
      const printed = await succeed('node', ['ten-lines.mjs', 'greeting-worker-bounce'], folder);
      const { verdict, findings } = scriptSchema.parse(JSON.parse(printed));
      expect(verdict).to.equal('valid');
      expect(findings.map(({ check }) => check)).to.include('greeted-to-the-end');
    });

    it('judges a run offline: with the configuration as before, without it unknown by name', async () => {
      const runs = join(folder, 'reports', 'runs', 'greeting-worker-bounce');
      const [oldest = ''] = readdirSync(runs).toSorted();
      const judged = ['--no-install', 'chaos', 'judge', join(runs, oldest), '--json'];
      expect(JSON.parse(await succeed('npx', judged, folder))).to.have.property('verdict', 'valid');
      renameSync(join(folder, 'chaos.config.mjs'), join(folder, 'hidden.mjs'));
      const { exit, stdout } = await run('npx', judged, folder);
      expect(exit, stdout).to.equal(2);
      expect(stdout).to.include('There is no check \\"greeted-to-the-end\\" here');
      expect(stdout).to.include('there is no fault \\"worker-bounce\\" here');
    });

    it('exports the contracts, which a fault, a check and an action of its user keep', async () => {
      renameSync(join(folder, 'hidden.mjs'), join(folder, 'chaos.config.mjs'));
      const { stats } = await mochaOf('contract.spec.mjs');
      expect(stats.failures).to.equal(0);
      expect(stats.passes).to.be.greaterThan(10);
    });

    async function mochaOf(spec: string): Promise<z.infer<typeof mochaSchema>> {
      const { stdout, stderr } = await run('npx', ['--no-install', 'mocha', '--reporter', 'json', spec], folder);
      const result = mochaSchema.safeParse(JSON.parse(stdout));
      return result.success ? result.data : expect.fail(`${stdout}\n${stderr}`);
    }
  }).timeout(300_000);
});

/** The output of a program; its error output is in the error where it fails. */
async function succeed(command: string, args: readonly string[], cwd: string): Promise<string> {
  const { exit, stdout, stderr } = await run(command, args, cwd);
  if (exit === 0) return stdout;
  throw new Error(`${command} ${args.join(' ')} ended with ${exit}:\n${stdout}\n${stderr}`);
}

async function run(command: string, args: readonly string[], cwd: string): Promise<Ended> {
  return new Promise((resolve) => {
    execFile(command, [...args], { cwd, maxBuffer: 16 * 1024 * 1024 }, (error, stdout, stderr) =>
      resolve({ exit: error === null ? 0 : (error.code ?? null), stdout, stderr }),
    );
  });
}
