import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { systemFolder, variantFolder, versionsFolder, workflowsFile } from './workflows-file.ts';
import { writeBundle } from './write-bundle.ts';

// `node build-bundle.ts [variant]` prints one line, the path of the bundle; all else goes to stderr.
const variant = process.argv[2] ?? null;
if (variant !== null && !existsSync(variantFolder(variant))) {
  console.error(
    `Expected the name of a folder in versions/ or sabotage/, but it is "${variant}". Leave it out for the first version.`,
  );
  process.exit(64);
}
// A variant may be made of the parts of a later version.
const own = variant === null ? [] : [variantFolder(variant), versionsFolder];
const sources = {
  name: variant ?? 'workflows',
  workflowsPath: workflowsFile(variant),
  folders: [join(systemFolder, 'workflows'), ...own],
};
console.log(await writeBundle(sources, process.env));
