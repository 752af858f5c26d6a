import type { ProcessIdentity } from '../../processes/process-identity.ts';
import type { TaggedProcess } from '../../processes/tagged-processes.ts';

/** A folder of a run below the temporary folder. */
export interface RunFolder {
  readonly runId: string;
  readonly path: string;
  /** The content of its owner.json, or null if there is none that can be read. */
  readonly owner: ProcessIdentity | null;
}

/** A container, network or volume that carries the label of a run. */
export interface RunObject {
  readonly runId: string;
  /** Its name for people: `container durable-chaos-r1-worker-1-1`. */
  readonly name: string;
  /** The content of its owner label, or null if there is none that can be read. */
  readonly owner: ProcessIdentity | null;
}

/** The remains seen on this machine. */
export interface Remains {
  readonly folders: readonly RunFolder[];
  readonly processes: readonly TaggedProcess[];
  /** Empty if no container engine answers. */
  readonly objects: readonly RunObject[];
}

/** The remains of one run. */
export interface RunRemnant {
  readonly runId: string;
  readonly folder: string | null;
  readonly pids: readonly number[];
  /** Containers, networks and volumes. */
  readonly objects: readonly string[];
}

/** What to do about them. */
export interface OrphanPlan {
  /** The remains of dead runs, to be removed. */
  readonly dead: readonly RunRemnant[];
  /** Runs whose owner lives: nothing of them is touched. */
  readonly live: readonly RunRemnant[];
  /** The owner of these is unknown: they are shown and left alone. */
  readonly unclear: readonly RunRemnant[];
}

/**
 * Decides what a sweep may remove.
 *
 * @remarks Only a run that is known to be dead is swept: its folder, one of its processes or one of its objects on the
 * engine names its owner, and no owner that is named lives. Without any owner it is unclear: a live run's folder may lie
 * below another TMPDIR, and a label may be another program's.
 */
export function planOrphans(remains: Remains, isAlive: (owner: ProcessIdentity) => boolean): OrphanPlan {
  const all = [...remains.folders, ...remains.processes, ...remains.objects];
  const fated = [...new Set(all.map(({ runId }) => runId))].toSorted().map((runId) => {
    const owners = all.flatMap((each) => (each.runId === runId && each.owner !== null ? [each.owner] : []));
    const fate = owners.length === 0 ? 'unclear' : owners.some(isAlive) ? 'live' : 'dead';
    const folder = remains.folders.find((each) => each.runId === runId)?.path ?? null;
    const pids = remains.processes.filter((each) => each.runId === runId).map(({ pid }) => pid);
    const objects = remains.objects.filter((each) => each.runId === runId).map(({ name }) => name);
    return { fate, remnant: { runId, folder, pids, objects } };
  });
  const withFate = (wanted: keyof OrphanPlan): readonly RunRemnant[] =>
    fated.filter(({ fate }) => fate === wanted).map(({ remnant }) => remnant);
  return { dead: withFate('dead'), live: withFate('live'), unclear: withFate('unclear') };
}
