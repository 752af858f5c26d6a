/**
 * `npm run docs`: writes the generated parts of the documents anew.
 *
 *   npm run docs         write them
 *   npm run docs:check   only say which are stale, and fail
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { staleDocuments } from './stale-documents.ts';

const isCheck = process.argv.includes('--check');
const stale = staleDocuments();
for (const { path, text } of stale) {
  if (!isCheck) writeFileSync(join(import.meta.dirname, '..', '..', path), text);
  console.log(isCheck ? `${path} is stale. Run: npm run docs` : `Wrote ${path}.`);
}
if (stale.length === 0) console.log('Every document is up to date.');
process.exitCode = isCheck && stale.length > 0 ? 1 : 0;
