import { formatDuration } from '../../model/duration.ts';
import type { Evidence } from '../../model/evidence.ts';
import { type EntryOf, entriesOf, type JournalEntry } from '../../model/journal.ts';
import type { Report } from '../../model/report.ts';
import { type ComponentLane, componentLanes } from './component-lanes.ts';
import { wallClockOf } from './wall-clock.ts';
import { type WorkflowLane, workflowLanes } from './workflow-lanes.ts';

/** A stretch of time, in milliseconds since the start of the run. */
export interface Band {
  readonly label: string;
  readonly text: string;
  readonly fromMs: number;
  readonly toMs: number;
}

/** The content of a timeline, on one time axis. */
export interface Timeline {
  readonly title: string;
  readonly subtitle: string;
  /** The parts that are missing from the picture, and why. */
  readonly gaps: readonly string[];
  readonly endMs: number;
  readonly phases: readonly Band[];
  readonly faults: readonly Band[];
  readonly components: readonly ComponentLane[];
  readonly workflows: readonly WorkflowLane[];
}

/** Evidence as a timeline. Pure. */
export function timelineOf(evidence: Evidence, report?: Report): Timeline {
  const { plan, journal } = evidence;
  const endMs = Math.max(1, journal.at(-1)?.atMs ?? 1);
  const clock = wallClockOf(journal);
  const verdict = report === undefined ? 'not judged' : report.verdict;
  const sabotage = plan.sabotage === null ? '' : ` · sabotage ${plan.sabotage}`;
  return {
    title: `${plan.scenario}: ${verdict}`,
    subtitle: `${plan.subject} · seed ${plan.seed}${sabotage}${report === undefined ? '' : ` · run ${report.runId}`}`,
    gaps: gapsOf(evidence),
    endMs,
    phases: phaseBands(journal, endMs),
    faults: faultBands(evidence, endMs),
    components: componentLanes(evidence, clock, endMs),
    workflows: workflowLanes(evidence, clock, endMs),
  };
}

function gapsOf(evidence: Evidence): readonly string[] {
  const books = { 'event histories': evidence.eventHistories, checkpoints: evidence.checkpoints };
  const all = { ...books, effects: evidence.effects, components: evidence.components };
  return Object.entries(all).flatMap(([name, book]) =>
    book.state === 'collected' ? [] : [`Not shown: ${name} (${book.reason})`],
  );
}

function phaseBands(journal: readonly JournalEntry[], endMs: number): readonly Band[] {
  const entries = entriesOf(journal, 'phase');
  return entries
    .filter((entry) => entry.state === 'begin')
    .map((begin) => {
      const end = entries.find((entry) => entry.phase === begin.phase && entry.state === 'end');
      const toMs = end?.atMs ?? endMs;
      const outcome = end?.outcome ?? (end === undefined ? 'never ended' : 'ok');
      const message = end?.message === undefined ? '' : `: ${end.message}`;
      const text = `${begin.phase}: ${formatDuration(toMs - begin.atMs)}, ${outcome}${message}`;
      return { label: begin.phase, text, fromMs: begin.atMs, toMs };
    });
}

function faultBands(evidence: Evidence, endMs: number): readonly Band[] {
  const entries = entriesOf(evidence.journal, 'fault');
  return evidence.plan.schedule.flatMap((planned) => {
    const steps = entries.filter((entry) => entry.faultId === planned.id);
    const begin = steps.find((entry) => entry.step === 'injecting' || entry.step === 'injected');
    if (begin === undefined) return [];
    const healed = steps.findLast((entry) => entry.step === 'healed');
    const landing = evidence.landings.find(({ faultId }) => faultId === planned.id);
    const landed = landing === undefined ? '' : landing.landed ? ', landed' : ', NOT landed';
    const target = targetOf(begin);
    const toMs = healed?.atMs ?? endMs;
    const until = healed === undefined ? 'never healed' : `healed at ${Math.round(toMs)} ms`;
    const text = `${planned.fault} on ${target}: in force from ${Math.round(begin.atMs)} ms, ${until}${landed}`;
    return [{ label: `${planned.fault} on ${target}`, text, fromMs: begin.atMs, toMs }];
  });
}

function targetOf(entry: EntryOf<'fault'>): string {
  const life = entry.incarnation === undefined ? '' : ` #${entry.incarnation}`;
  return entry.link ?? `${entry.component ?? 'an unknown target'}${life}`;
}
