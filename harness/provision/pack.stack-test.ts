import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect } from 'chai';

const root = dirname(dirname(import.meta.dirname));

/** Type stripping is refused inside node_modules: only a packed and installed harness shows that it ships compiled. */
describe('the package', () => {
  let folder: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'provision-test-'));
  });
  after(() => rmSync(folder, { recursive: true }));

  it('works where it is packed and installed elsewhere', async () => {
    await succeed('npm', ['run', '--silent', 'build'], root);
    await succeed('npm', ['pack', '--silent', '--pack-destination', folder], root);
    const [tarball] = readdirSync(folder).filter((name) => name.endsWith('.tgz'));
    if (tarball === undefined) throw new Error('Expected npm pack to make a tarball, but there is none.');
    writeFileSync(join(folder, 'package.json'), '{ "name": "elsewhere", "private": true }\n');
    await succeed('npm', ['install', '--prefer-offline', '--no-audit', '--no-fund', join(folder, tarball)], folder);

    const text = await succeed('npx', ['--no-install', 'chaos', 'doctor'], folder);
    for (const part of ['Node', 'Temporal CLI', 'toxiproxy-server', 'PostgreSQL', '@supabase/lite', 'Go', 'reports']) {
      expect(text).to.match(new RegExp(`^ok {2}${part} `, 'm'));
    }
    expect(text, 'no colour where it goes to a file').not.to.include('\u001b');
    const json: unknown = JSON.parse(await succeed('npx', ['--no-install', 'chaos', 'doctor', '--json'], folder));
    expect(json).to.have.property('healthy', true);

    const modules = join(folder, 'node_modules', 'durable-chaos', 'harness', 'provision', 'modules');
    for (const name of ['temporal-cli', 'toxiproxy']) {
      expect(readdirSync(join(modules, name)), 'what the servers are built from').to.include.members([
        'go.mod',
        'go.sum',
      ]);
    }
  }).timeout(600_000);
});

/** The output of a program; its error output is in the error where it fails. */
async function succeed(command: string, args: readonly string[], cwd: string): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile(command, [...args], { cwd, maxBuffer: 16 * 1024 * 1024 }, (error, stdout, stderr) => {
      if (error === null) resolve(stdout);
      else reject(new Error(`${command} ${args.join(' ')}: ${error.message}\n${stdout}\n${stderr}`));
    });
  });
}
