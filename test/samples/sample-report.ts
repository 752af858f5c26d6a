import type { Finding } from '../../harness/model/check.ts';
import type { Evidence } from '../../harness/model/evidence.ts';
import { entriesOf } from '../../harness/model/journal.ts';
import { REPORT_SCHEMA, type Report } from '../../harness/model/report.ts';
import { mergeVerdicts } from '../../harness/model/verdict.ts';
import { sampleEvidence } from './sample-evidence.ts';

const wrongEffect = {
  step: 'publish',
  attempt: 1,
  detail: 'It was applied 0 times.',
  expected: 1,
  actual: 0,
} as const;

/** A finding of the sample report. */
export function sampleFinding(check: string, verdict: Finding['verdict'], summary: string): Finding {
  return {
    check,
    verdict,
    summary,
    exhibits: verdict === 'invalid' ? [{ document: 'document-01', page: 2, applied: 2 }] : [],
  };
}

/** A finding with 300 lost effects and a doubled one. */
export const manyLost: Finding = {
  check: 'side-effects-once',
  verdict: 'invalid',
  summary: '301 wrong side effects: 1 effect applied of 301 expected.',
  exhibits: [
    ...Array.from({ length: 300 }, (_, index) => ({
      ...wrongEffect,
      violation: 'lost',
      workflowId: `document-${index}`,
    })),
    { ...wrongEffect, violation: 'doubled', workflowId: 'document-7', actual: 2 },
  ],
};

const findings = [
  sampleFinding('every-workflow-completes', 'valid', '20 of 20 workflows ended as expected.'),
  sampleFinding('side-effects-once', 'valid', '160 expected effects were each applied once; 20 repeats were absorbed.'),
  sampleFinding('recovers-within-bound', 'valid', '10 units of work recovered, the slowest in 2608 ms of 5900 ms.'),
  sampleFinding('fault-landed', 'valid', '1 of 1 fault landed: 1 cause witness, 1 effect witness.'),
];

const facts = {
  runId: '20261122-120000-7',
  sabotage: null,
  stack: 'embedded',
  startedAt: '2026-11-22T12:00:00.000Z',
  durationMs: 11_700,
  counts: {
    workflows: 20,
    events: 660,
    checkpoints: 80,
    effectsApplied: 160,
    effectsDeduplicated: 20,
    calls: 410,
    replays: 20,
  },
  recovery: [{ unit: 'extractPages of document-01', recoveryTimeMs: 2608, boundMs: 5900 }],
  interrupted: false,
  reproduce: 'npm run scenario worker-kill -- --seed 7',
} as const;

/** The report of the sample evidence, changed where a test wants it to be; the verdict is that of its findings. */
export function sampleReport(changes: Partial<Report> = {}, evidence: Evidence = sampleEvidence()): Report {
  const { scenario, hypothesis, subject, seed, params } = evidence.plan;
  const verdict = mergeVerdicts((changes.findings ?? findings).map((finding) => finding.verdict));
  const phases = entriesOf(evidence.journal, 'phase').filter((entry) => entry.state === 'end');
  return {
    schema: REPORT_SCHEMA,
    ...facts,
    scenario,
    hypothesis,
    subject,
    seed,
    params,
    verdict,
    phases: phases.map(({ phase }) => ({ phase, durationMs: 1000, outcome: 'ok' })),
    landings: [...evidence.landings],
    versions: evidence.versions,
    notJudged: [],
    errors: [],
    recovery: [...facts.recovery],
    findings: [...findings],
    ...changes,
  };
}
