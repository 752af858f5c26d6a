import { withOneStop } from '../errors.ts';
import type { Finding } from '../model/check.ts';
import { count } from '../model/count.ts';
import type { Evidence } from '../model/evidence.ts';
import { entriesOf } from '../model/journal.ts';
import { type Phase, phases } from '../model/journal-entry.ts';
import { journalGaps } from './evidence/journal-gaps.ts';
import { unreadCalls } from './evidence/unread-calls.ts';

/** The name of the finding that says whether the run itself came through; no check of a plan. */
export const RUN_COMPLETE = 'run-complete';

/** All phases that are journalled: the judging comes when the journal is closed. */
const journalled = phases.filter((phase) => phase !== 'judging');

/**
 * Whether the run went through all its phases, put its faults in force, read all calls, and left a journal without gaps.
 *
 * @remarks A run that broke off says nothing of the system, however well its books look. Never `invalid`.
 */
export function runComplete(evidence: Evidence): Finding {
  const doubts = [
    ...phaseDoubts(evidence),
    ...faultDoubts(evidence),
    ...unreadCalls(evidence.journal),
    ...journalGaps(evidence),
  ].map((doubt) => withOneStop(doubt));
  const [first] = doubts;
  if (first === undefined) {
    const summary = `The run went through ${count(journalled.length, 'phase')} without an error of the harness.`;
    return { check: RUN_COMPLETE, verdict: 'valid', summary, exhibits: [] };
  }
  const more = doubts.length === 1 ? '' : ` (and ${doubts.length - 1} more)`;
  return { check: RUN_COMPLETE, verdict: 'unknown', summary: `${first}${more}`, exhibits: doubts };
}

function phaseDoubts(evidence: Evidence): readonly string[] {
  const entries = entriesOf(evidence.journal, 'phase');
  return journalled.flatMap((phase: Phase) => {
    const begun = entries.filter((entry) => entry.phase === phase && entry.state === 'begin').length;
    const ends = entries.filter((entry) => entry.phase === phase && entry.state === 'end');
    if (begun !== 1 || ends.length !== 1) return [`The phase ${phase} began ${begun} times and ended ${ends.length}.`];
    const outcome = ends[0]?.outcome ?? 'without an outcome';
    return outcome === 'ok'
      ? []
      : [`The phase ${phase} ended in ${outcome}: ${ends[0]?.message ?? 'no reason is journalled'}.`];
  });
}

function faultDoubts(evidence: Evidence): readonly string[] {
  return entriesOf(evidence.journal, 'fault')
    .filter((entry) => entry.step === 'failed')
    .map(({ faultId, message }) => `The fault ${faultId} failed: ${message ?? 'no reason is journalled'}.`);
}
