import { askEngine } from './ask-engine.ts';
import type { Engine } from './find-engine.ts';

/** The label that everything of a run carries, with the run's id; nothing without it is ever touched. */
export const RUN_LABEL = 'durable-chaos.run';
/** The label that names the process that owns a run: `<pid>@<start time, URI-encoded>`. */
export const OWNER_LABEL = 'durable-chaos.owner';
/** The label that names the component that a container is. */
export const COMPONENT_LABEL = 'durable-chaos.component';

/** Something of the engine's that carries a run's label. */
export interface LabelledObject {
  readonly sort: 'container' | 'network' | 'volume';
  /** By which the engine knows it. */
  readonly id: string;
  /** By which people know it. */
  readonly name: string;
  readonly runId: string;
  /** What its owner label says; empty where it has none. */
  readonly owner: string;
}

type Labels = Readonly<Record<string, string>> | null | undefined;

/** All that carries the label of a run, or of any run where none is named. */
export async function labelledObjects(
  { docker }: Pick<Engine, 'docker'>,
  runId?: string,
): Promise<readonly LabelledObject[]> {
  const label = runId === undefined ? RUN_LABEL : `${RUN_LABEL}=${runId}`;
  const filters = { label: [label] };
  const [containers = [], networks = [], volumes] = await Promise.all([
    askEngine('list its containers', docker.listContainers({ all: true, filters })),
    askEngine('list its networks', docker.listNetworks({ filters })),
    askEngine('list its volumes', docker.listVolumes({ filters })),
  ]);
  return [
    ...containers.map((one) => objectOf('container', one.Labels, { id: one.Id, name: one.Names[0] ?? one.Id })),
    ...networks.map((one) => objectOf('network', one.Labels, { id: one.Id, name: one.Name })),
    ...(volumes?.Volumes ?? []).map((one) => objectOf('volume', one.Labels, { id: one.Name, name: one.Name })),
  ].filter((one) => one.runId !== '' && (runId === undefined || one.runId === runId));
}

function objectOf(
  sort: LabelledObject['sort'],
  labels: Labels,
  { id, name }: { readonly id: string; readonly name: string },
): LabelledObject {
  return {
    sort,
    id,
    name: name.replace(/^\//, ''),
    runId: labels?.[RUN_LABEL] ?? '',
    owner: labels?.[OWNER_LABEL] ?? '',
  };
}

/**
 * Removes all that carries the label of a run: containers (paused ones too) with what is in them, then networks, then
 * volumes.
 *
 * @returns how many objects there were
 * @throws HarnessError CHAOS_FAULT_FAILED, CHAOS_ENGINE_LOST.
 */
export async function removeLabelled(engine: Pick<Engine, 'docker'>, runId: string): Promise<number> {
  const objects = await labelledObjects(engine, runId);
  for (const sort of ['container', 'network', 'volume'] as const) {
    await Promise.all(objects.filter((one) => one.sort === sort).map(async (one) => remove(engine, one)));
  }
  return objects.length;
}

/** 404: gone already; 409 of a container: somebody is removing it. */
async function remove({ docker }: Pick<Engine, 'docker'>, { sort, id, name }: LabelledObject): Promise<void> {
  const what = `remove the ${sort} ${name}`;
  if (sort === 'network') await askEngine(what, docker.getNetwork(id).remove(), { done: [404] });
  if (sort === 'volume') await askEngine(what, docker.getVolume(id).remove(), { done: [404] });
  if (sort === 'container')
    await askEngine(what, docker.getContainer(id).remove({ force: true, v: true }), { done: [404, 409] });
}
