import { existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { cachedBundlePath } from './bundle-cache.ts';
import { variantFolder, workflowsFile } from './workflows-file.ts';

// `node build-bundle.ts [variant]` prints one line, the path of the bundle; all else goes to stderr.
const variant = process.argv[2] ?? null;
if (variant !== null && !existsSync(variantFolder(variant))) {
  console.error(
    `Expected the name of a folder in versions/ or sabotage/, but it is "${variant}". Leave it out for the first version.`,
  );
  process.exit(64);
}
const path = cachedBundlePath(variant, process.env);
if (!existsSync(path)) await build(path);
console.log(path);

async function build(path: string): Promise<void> {
  // Loaded here, because it takes longer than everything that is done where the bundle is there already.
  const { bundleWorkflowCode, DefaultLogger } = await import('@temporalio/worker');
  const { code } = await bundleWorkflowCode({
    workflowsPath: workflowsFile(variant),
    logger: new DefaultLogger('WARN'),
  });
  mkdirSync(dirname(path), { recursive: true });
  // Written aside and renamed, so that no other process ever reads half a bundle.
  const aside = `${path}.${process.pid}`;
  writeFileSync(aside, code);
  renameSync(aside, path);
}
