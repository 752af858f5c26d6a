import { join } from 'node:path';
import { writeBundle } from '../../../system-under-test/write-bundle.ts';

// Prints one line, the path of the bundle of these workflows.
const folder = import.meta.dirname;
const sources = { name: 'encrypted', workflowsPath: join(folder, 'workflows.ts'), folders: [folder] };
console.log(await writeBundle(sources, process.env));
