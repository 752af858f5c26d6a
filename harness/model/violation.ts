import { z } from 'zod';
import { type Json, jsonSchema } from './json.ts';

/** How a violation harms the system's work. */
export const harms = ['lost', 'doubled', 'stuck', 'other'] as const;
/** One of {@link harms}. */
export type Harm = (typeof harms)[number];

/**
 * Every violation that a check may report, with the harm it does.
 *
 * @remarks The names are stored in reports, so they never change. A check of your own picks the nearest, or `other`; the harness takes
 * any other name for `other`.
 */
export const violationHarms = {
  // Side effects and repeated work
  lost: 'lost',
  doubled: 'doubled',
  repeated: 'doubled',
  unexpected: 'other',
  conflict: 'other',
  'progress-not-recorded': 'other',
  'other-payload': 'other',
  'other-workflow': 'other',
  // Inputs, results and options of activities, columns of rows
  'other-value': 'other',
  'other-option': 'other',
  'out-of-order': 'other',
  'after-end': 'other',
  'not-awaited': 'other',
  // Checkpoints
  missing: 'lost',
  'no-row': 'lost',
  'not-scheduled': 'other',
  'not-closed': 'other',
  'late-attempt': 'other',
  'work-undone': 'other',
  'too-early': 'other',
  'other-digest': 'other',
  // Ends of workflows, and what the client did to them
  'never-started': 'other',
  'start-failed': 'other',
  'no-event-history': 'lost',
  'several-event-histories': 'other',
  'other-start': 'other',
  'other-end': 'other',
  'other-result': 'other',
  'other-failure': 'other',
  'other-answer': 'other',
  'not-planned': 'other',
  'action-failed': 'other',
  'action-never-sent': 'other',
  'action-not-recorded': 'lost',
  'action-not-planned': 'other',
  // Event histories and their replays
  ids: 'other',
  begin: 'other',
  end: 'other',
  activity: 'other',
  timer: 'other',
  'timer-early': 'other',
  'timer-late': 'other',
  'workflow-task': 'other',
  'replay-failed': 'other',
  // Versions
  'other-version': 'other',
  // Recovery
  late: 'stuck',
  never: 'stuck',
  silent: 'stuck',
  unsteady: 'stuck',
  abandoned: 'stuck',
  // The blast radius
  'unplanned-fault': 'other',
  'too-wide': 'other',
  paused: 'other',
  'second-life': 'other',
  'out-of-memory': 'other',
  exited: 'other',
  'drained-badly': 'other',
  toxic: 'other',
  broken: 'other',
  // The comparison of a crash point with a run without a fault
  'other-end-state': 'other',
  other: 'other',
} as const satisfies Readonly<Record<string, Harm>>;
/** The name of a violation. */
export type ViolationName = keyof typeof violationHarms;

/** Schema of an exhibit that names what was violated, beside the facts of it. */
export const violationSchema = z
  .object({ violation: z.enum(Object.keys(violationHarms) as ViolationName[]) })
  .catchall(jsonSchema);
/** An exhibit that names what was violated. */
export type Violation = z.infer<typeof violationSchema>;

/**
 * A violation with all that a reader needs: what happened, and what was expected beside it. Its workflow, step and attempt
 * are in `workflowId`, `step` and `attempt` wherever it has one; else `component` or `link` says whom it befell.
 */
export type ToldViolation = Violation & { readonly detail: string; readonly expected: Json; readonly actual: Json };

/** Schema of an exhibit: any JSON, but a `violation` is one that {@link violationHarms} knows. */
export const exhibitSchema = jsonSchema.refine((exhibit) => !namesViolation(exhibit) || isViolation(exhibit), {
  error: 'it names an unknown violation',
});

/** The exhibit with a `violation` that {@link violationHarms} knows: any other is `other`, and `named` keeps its name. */
export function knownViolation(exhibit: Json): Json {
  if (!namesViolation(exhibit) || isViolation(exhibit)) return exhibit;
  return { ...exhibit, violation: 'other', named: exhibit.violation };
}

/** Those of the exhibits that name what was violated. */
export function violationsIn(exhibits: readonly Json[]): readonly Violation[] {
  return exhibits.filter((exhibit) => isViolation(exhibit));
}

/** Whether an exhibit names what was violated, by a name of {@link violationHarms}. */
export function isViolation(exhibit: Json): exhibit is Violation {
  return violationSchema.safeParse(exhibit).success;
}

function namesViolation(exhibit: Json): exhibit is { readonly violation: Json } {
  return typeof exhibit === 'object' && exhibit !== null && !Array.isArray(exhibit) && 'violation' in exhibit;
}
