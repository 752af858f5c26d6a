import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { assertDone } from '../../harness/provision/images/build-image.ts';
import { cachedPart } from '../../harness/provision/images/image-parts.ts';
import { replacingImage } from '../../harness/provision/images/replacing-image.ts';
import type { Workshop } from '../../harness/provision/images/workshop.ts';
import { runLogged } from '../../harness/provision/run-logged.ts';
import { withProgress } from '../../harness/provision/with-progress.ts';

/** A base of the distribution's packages. */
export interface DebianBase {
  readonly tag: string;
  readonly suite: string;
  readonly labels: Readonly<Record<string, string>>;
}

/** What a container never reads: downloaded packages, lists of packages, manuals, translations. */
const superfluous = ['var/cache/apt', 'var/lib/apt/lists', 'usr/share/doc', 'usr/share/man', 'usr/share/locale'];

/**
 * Makes a base image from the distribution's packages alone, by debootstrap.
 *
 * @throws HarnessError CHAOS_IMAGE_FAILED where the engine doesn't take it; Error that says why it could not be made.
 */
export async function importDebian({ tag, suite, labels }: DebianBase, workshop: Workshop): Promise<void> {
  const part = `debian-${suite}-${workshop.arch}`;
  const folder = await cachedPart(part, workshop, async (partial) => {
    if (process.getuid?.() !== 0) {
      throw new Error('debootstrap must be run by root; use sudo, or make the images without --offline');
    }
    const progress = { progress: workshop.progress, hint: 'only once; about a minute' };
    await withProgress(`Making ${tag} by debootstrap`, progress, async () => bootstrap(partial, suite, workshop));
  });
  const changes = Object.entries(labels).map(([name, value]) => `LABEL ${name}=${value}`);
  const [repo, imageTag] = tag.split(':');
  const file = join(folder, 'root.tar');
  const { engine } = workshop;
  await withProgress(`Importing ${tag}`, workshop, async () =>
    replacingImage(engine, tag, async () =>
      assertDone(tag, performance.now(), async () => engine.importImage(file, { repo, tag: imageTag, changes })),
    ),
  );
}

async function bootstrap(partial: string, suite: string, workshop: Workshop): Promise<void> {
  const root = join(partial, 'root');
  const architecture = workshop.arch === 'x64' ? 'amd64' : 'arm64';
  const common = { cwd: partial, env: workshop.env, signal: workshop.signal };
  const args = ['--variant=minbase', '--include=ca-certificates', `--arch=${architecture}`, suite, root];
  await runLogged({
    ...common,
    command: 'debootstrap',
    args,
    logFile: join(workshop.cache, `debian-${suite}.log`),
  });
  for (const path of superfluous) await rm(join(root, path), { recursive: true, force: true });
  const tar = ['--numeric-owner', '-C', root, '-cf', join(partial, 'root.tar'), '.'];
  await runLogged({ ...common, command: 'tar', args: tar, logFile: join(partial, 'tar.log') });
  await rm(root, { recursive: true, force: true, maxRetries: 5 });
}
