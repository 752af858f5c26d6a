import type { Finding } from '../../model/check.ts';
import { describeViolation } from '../../model/describe-violation.ts';
import { docsOf, type FindingKind, kindsOf, MOST_OF_A_KIND, violationsOfKind } from '../../model/explained-finding.ts';

/** How a reader reaches a document of the package, by its path there: as a path or as a URL. */
export type DocsAt = (docs: string) => string;

/** The first of some texts, then the number of those that are left out. */
export function atMost(texts: readonly string[], most: number = MOST_OF_A_KIND): readonly string[] {
  const left = texts.length - most;
  return left > 0 ? [...texts.slice(0, most), `and ${left} more`] : texts;
}

/** A kind of violation in one phrase: its name, how many there are, and what usually causes it. */
export function describeKind({ violation, count, usualCause }: FindingKind): string {
  return `${violation} (${count}), usually caused by ${usualCause}`;
}

/** The violations of one kind, each in a sentence, and the number of those that are left out. */
export function describeViolations(
  finding: Finding,
  kind: FindingKind,
  most: number = MOST_OF_A_KIND,
): readonly string[] {
  const shown = violationsOfKind(finding, kind, most).map((violation) => describeViolation(violation));
  const left = kind.count - shown.length;
  return left > 0 ? [...shown, `and ${left} more`] : shown;
}

/**
 * What a finding says beyond its summary: each kind of violation with its usual cause, then its first violations, indented.
 * A violation that is the only one is in the summary already.
 */
export function explanationOf(finding: Finding, most: number = MOST_OF_A_KIND): readonly string[] {
  const kinds = kindsOf(finding);
  const isAlone = kinds.length === 1 && kinds[0]?.count === 1;
  return kinds.flatMap((kind) => [
    describeKind(kind),
    ...(isAlone ? [] : describeViolations(finding, kind, most).map((text) => `  ${text}`)),
  ]);
}

/** Where the documents explain the check of a finding; empty if they don't. */
export function docsLines({ check }: Pick<Finding, 'check'>, docsAt: DocsAt): readonly string[] {
  const docs = docsOf(check);
  return docs === null ? [] : [docsAt(docs)];
}

/** All kinds of violations in some findings, each once, with the number over all of them. */
export function allKinds(findings: readonly Finding[]): readonly FindingKind[] {
  const kinds = findings.flatMap((finding) => kindsOf(finding));
  return [...Map.groupBy(kinds, ({ violation }) => violation)].map(([violation, same]) => {
    const count = same.reduce((sum, one) => sum + one.count, 0);
    return { violation, count, usualCause: same[0]?.usualCause ?? '' };
  });
}

/** The sections of the documents about some findings, each once. */
export function allDocs(findings: readonly Finding[], docsAt: DocsAt): readonly string[] {
  return [...new Set(findings.flatMap((finding) => docsLines(finding, docsAt)))];
}
