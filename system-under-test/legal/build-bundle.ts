import { join } from 'node:path';
import { sourceExtension } from '../workflows-file.ts';
import { writeBundle } from '../write-bundle.ts';

// Prints one line, the path of the bundle of these workflows.
const folder = join(import.meta.dirname, 'workflows');
const sources = { name: 'legal', workflowsPath: join(folder, `index${sourceExtension}`), folders: [folder] };
console.log(await writeBundle(sources, process.env));
