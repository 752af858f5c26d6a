import { chmod, copyFile, mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { imageBases } from '../../harness/provision/images/image-bases.ts';
import { cachedPart } from '../../harness/provision/images/image-parts.ts';
import type { Workshop } from '../../harness/provision/images/workshop.ts';
import { runLogged } from '../../harness/provision/run-logged.ts';
import { standInDigest } from './stand-in-files.ts';
import type { DebSource, StandIn } from './stand-in-specs.ts';

/**
 * Takes the programs of a stand-in from a package of Debian, for the engine's platform.
 *
 * @returns the folder, which is in the cache
 * @throws Error that says in one line how it failed; the signal's reason when it aborts.
 */
export async function debRoot(base: StandIn, from: DebSource, workshop: Workshop): Promise<string> {
  const { version } = imageBases[base];
  const part = `deb-${from.package}-${version}-${workshop.arch}-${standInDigest(base).slice(0, 12)}`;
  return cachedPart(part, workshop, async (partial) => {
    const run = async (command: string, ...args: readonly string[]): Promise<string> => {
      const logFile = join(workshop.cache, `${part}.log`);
      await runLogged({ command, args, cwd: partial, env: workshop.env, signal: workshop.signal, logFile });
      return readFile(logFile, 'utf8');
    };
    // Without fresh lists, apt asks for versions that are no longer there.
    await run('apt-get', 'update', '-qq');
    await run('apt-get', 'download', `${from.package}:${workshop.arch === 'x64' ? 'amd64' : 'arm64'}`);
    const deb = (await readdir(partial)).find((name) => name.endsWith('.deb')) ?? '';
    const found = (await run('dpkg-deb', '--field', deb, 'Version')).trim();
    if (!new RegExp(`^${version}[+-]`).test(found)) {
      throw new Error(`${from.package} is of version ${found} here; Debian 12 has the wanted ${version}`);
    }
    await run('dpkg-deb', '--extract', deb, 'package');
    for (const [source, path] of Object.entries(from.programs)) {
      await mkdir(dirname(join(partial, path)), { recursive: true });
      await copyFile(join(partial, 'package', source), join(partial, path));
      await chmod(join(partial, path), 0o755);
    }
    for (const rest of [deb, 'package']) await rm(join(partial, rest), { recursive: true });
  });
}
