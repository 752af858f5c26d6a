import { pathToFileURL } from 'node:url';
import * as allure from 'allure-js-commons';
import type { Finding } from '../model/check.ts';
import type { DocsAt } from '../reporting/text/explain-finding.ts';
import { docsLines } from '../reporting/text/explain-finding.ts';
import { packageFile } from '../version.ts';

/** A document of the package as a URL: the Allure page is opened from this machine's disk. */
export const docsUrl: DocsAt = (docs) => {
  const [path = '', heading = ''] = docs.split('#', 2);
  const url = pathToFileURL(packageFile(path));
  url.hash = heading;
  return url.href;
};

/** Links the running test to the documents of each check whose finding is not valid. */
export async function linkDocs(findings: readonly Finding[]): Promise<void> {
  const links = findings
    .filter(({ verdict }) => verdict !== 'valid')
    .flatMap((finding) => docsLines(finding, docsUrl).map((url) => [url, `docs: ${finding.check}`] as const));
  for (const [url, name] of new Map(links)) await allure.link(url, name, 'docs');
}
