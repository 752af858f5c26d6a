// Prints one line, the path of the workflow bundle that the workers run.
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { bundleWorkflowCode, DefaultLogger } from '@temporalio/worker';

const here = import.meta.dirname;
const path = join(here, 'dist/workflows.js');
const workflowsPath = join(here, 'saga/workflows.ts');
const { code } = await bundleWorkflowCode({ workflowsPath, logger: new DefaultLogger('WARN') });
await mkdir(join(here, 'dist'), { recursive: true });
// Aside and renamed: another worker may read it meanwhile.
await writeFile(`${path}.${process.pid}`, code);
await rename(`${path}.${process.pid}`, path);
process.stdout.write(`${path}\n`);
