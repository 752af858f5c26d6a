import { join } from 'node:path';
import { writeBundle } from '../../../system-under-test/write-bundle.ts';

// `node build-bundle-main.ts order` prints the path of the bundle of order-workflows.ts.
const [, , name = ''] = process.argv;
const here = import.meta.dirname;
const sources = { name: `fleets-${name}`, workflowsPath: join(here, `${name}-workflows.ts`), folders: [here] };
console.log(await writeBundle(sources, process.env));
