import { relative } from 'node:path';
import { packageFile } from '../../version.ts';
import type { DocsAt } from '../text/explain-finding.ts';

/** The documents of the package as links from the files of a folder. */
export function docsFrom(folder: string): DocsAt {
  return (docs) => relative(folder, packageFile(docs)).replaceAll('\\', '/');
}
