import { existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { type BundleSources, cachedBundlePath } from './bundle-cache.ts';

/** Builds a bundle unless it is there already. @returns its path */
export async function writeBundle(sources: BundleSources, environment: NodeJS.ProcessEnv): Promise<string> {
  const path = cachedBundlePath(sources, environment);
  if (!existsSync(path)) await build(sources.workflowsPath, path);
  return path;
}

async function build(workflowsPath: string, path: string): Promise<void> {
  // Loaded here, because it takes longer than everything that is done where the bundle is there already.
  const { bundleWorkflowCode, DefaultLogger } = await import('@temporalio/worker');
  const { code } = await bundleWorkflowCode({ workflowsPath, logger: new DefaultLogger('WARN') });
  mkdirSync(dirname(path), { recursive: true });
  // Written aside and renamed, so that no other process ever reads half a bundle.
  const aside = `${path}.${process.pid}`;
  writeFileSync(aside, code);
  renameSync(aside, path);
}
