import { shortened } from '../model/explained-finding.ts';
import type { Exploration } from '../model/exploration.ts';

/** An exploration whose findings have the first violations of each kind, their number, and what usually causes them. */
export function withShortFindings<T extends Pick<Exploration, 'results' | 'findings'>>(explored: T): T {
  return {
    ...explored,
    findings: explored.findings.map((finding) => shortened(finding)),
    results: explored.results.map((one) => ({ ...one, findings: one.findings.map((finding) => shortened(finding)) })),
  };
}
