import type { CrashPoint } from '../../harness/index.ts';
import { activityTypeOf, covers, isAt, type Points, pointsWithin } from './crash-walk.ts';
import { askingFor, isHandedOut } from './places-of-harm.ts';

/** A defect that is planted in an example. */
export interface PlantedDefect {
  /** Why it does harm there, in one sentence. */
  readonly why: string;
  /** The ids of the points at which one crash of the worker does harm. */
  crash(points: Points): readonly string[];
}

/** What an example asks, and the defects that are planted in it. */
export interface ExampleDefects {
  /** The name of its service, whose requests are crash points. */
  readonly service: string;
  /** Its client may make a request again by itself, under the same key, so that no lost answer surely ends an attempt. */
  readonly persistentClient?: true;
  readonly defects: Readonly<Record<string, PlantedDefect>>;
}

/** Where the defects that are planted in the examples do harm when they are explored, by the folder of the example. */
export const whereExamplesBreak = {
  'typescript-saga': {
    service: 'providers',
    defects: {
      'key-of-attempt': {
        why: 'What a provider has done, and no completion says, is done again under the key of the next attempt.',
        crash: (points) => askedAgain(points, 'providers', ['chargeCard in refused', 'refundCard in refused']),
      },
      'skips-retried-undo': {
        why: 'A compensation that is handed out and whose row is not kept is taken for done by the next attempt.',
        crash: (points) => ['cancelFlight', 'cancelHotel'].flatMap((type) => begunAndNotKept(points, type)),
      },
    },
  },
  'python-billing': {
    service: 'payments',
    defects: {
      'no-idempotency-key': {
        why: 'What the provider has done, and no heartbeat or completion says, is done again.',
        crash: (points) => askedAgain(points, 'payments', []),
      },
      'plain-insert': {
        why: 'A row that is kept, and of which no heartbeat or completion tells, is refused again and again.',
        crash: (points) =>
          keptAgain(points, (point) => activityTypeOf(point) === 'refund_lines' && isLaterRequest(point, 'payments')),
      },
    },
  },
  'go-transfer': {
    service: 'payments',
    // Go's net/http does so on a connection that it has used before, for requests that have an Idempotency-Key.
    persistentClient: true,
    defects: {
      'no-idempotency-key': {
        why: 'What the provider has done, and no completion says, is done again.',
        crash: (points) => askedAgain(points, 'payments', ['Deposit in refunded']),
      },
      'plain-insert': {
        why: 'A row that is kept, and of which no completion tells, is refused, so the workflow fails.',
        crash: (points) => keptAgain(points, () => false),
      },
    },
  },
} as const satisfies Readonly<Record<string, ExampleDefects>>;

/** The name of an example. */
export type ExampleName = keyof typeof whereExamplesBreak;

/**
 * The ids of the points of one case at which an action does harm.
 *
 * @remarks A worker that lives makes a gRPC call again whose answer is lost, but for the poll that a task is lost with. A
 * request that fails ends its attempt, as a crash does.
 */
export function harmOf(
  defect: PlantedDefect,
  { service, action }: { readonly service: string; readonly action: string },
  points: Points,
): readonly string[] {
  const ids = defect.crash(points);
  if (action === 'crash') return ids;
  const endsAttempt = (point: CrashPoint): boolean =>
    action === 'lose-request'
      ? isAt(point, service, 'request')
      : isAt(point, service, 'reply') || isAt(point, 'handed-out', 'reply');
  return points.filter((point) => ids.includes(point.id) && endsAttempt(point)).map(({ id }) => id);
}

/** A provider has done what it was asked for, unless it refuses that type in that case, and nothing recorded says so. */
function askedAgain(points: Points, service: string, refusing: readonly string[]): readonly string[] {
  const isDone = (point: CrashPoint): boolean =>
    isAt(point, service, 'reply') && !refusing.includes(`${activityTypeOf(point)} in ${point.case}`);
  return pointsWithin(points, { opens: isDone, closes: covers });
}

/** A row is kept, since the activity tells of it or asks for the next, and nothing recorded says so. */
function keptAgain(points: Points, isKept: (point: CrashPoint) => boolean): readonly string[] {
  const opens = (point: CrashPoint): boolean =>
    isAt(point, 'heartbeat', 'request') || isAt(point, 'completion', 'request') || isKept(point);
  return pointsWithin(points, { opens, closes: covers });
}

function isLaterRequest(point: CrashPoint, service: string): boolean {
  return isAt(point, service, 'request') && point.place.task === 'activity' && (point.place.nth ?? 1) > 1;
}

/** There will be a second attempt, and the first one has kept no row. */
function begunAndNotKept(points: Points, type: string): readonly string[] {
  return [
    ...askingFor(points, type),
    ...pointsWithin(points, {
      opens: (point) => isHandedOut(point, type),
      closes: (point) => isAt(point, 'completion', 'request'),
    }),
  ];
}
