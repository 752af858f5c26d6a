import { existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { cachedBundlePath } from './bundle-cache.ts';
import { sabotageFolder, workflowsFile } from './workflows-file.ts';

// `node build-bundle.ts [sabotage]` prints one line, the path of the bundle; all else goes to stderr.
const sabotage = process.argv[2] ?? null;
if (sabotage !== null && !existsSync(sabotageFolder(sabotage))) {
  console.error(
    `Expected the name of a folder in sabotage/, but it is "${sabotage}". Leave it out for the good system.`,
  );
  process.exit(64);
}
const path = cachedBundlePath(sabotage, process.env);
if (!existsSync(path)) await build(path);
console.log(path);

async function build(path: string): Promise<void> {
  // Loaded here, because it takes longer than everything that is done where the bundle is there already.
  const { bundleWorkflowCode, DefaultLogger } = await import('@temporalio/worker');
  const { code } = await bundleWorkflowCode({
    workflowsPath: workflowsFile(sabotage),
    logger: new DefaultLogger('WARN'),
  });
  mkdirSync(dirname(path), { recursive: true });
  // Written aside and renamed, so that no other process ever reads half a bundle.
  const aside = `${path}.${process.pid}`;
  writeFileSync(aside, code);
  renameSync(aside, path);
}
