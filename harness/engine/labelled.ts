import { askEngine } from './ask-engine.ts';
import type { Engine } from './find-engine.ts';

/** The label that everything of a run carries, with the run's id; an object without it is never touched. */
export const RUN_LABEL = 'durable-chaos.run';
/** The label that names the process that owns a run: `<pid>@<start time, URI-encoded>`. */
export const OWNER_LABEL = 'durable-chaos.owner';
/** The label that names the component of a container. */
export const COMPONENT_LABEL = 'durable-chaos.component';

/** An object of the engine that carries a run's label. */
export interface LabelledObject {
  readonly sort: 'container' | 'network' | 'volume';
  /** The engine's id of it. */
  readonly id: string;
  /** Its name for people. */
  readonly name: string;
  readonly runId: string;
  /** Its owner label; empty if it has none. */
  readonly owner: string;
}

type Labels = Readonly<Record<string, string>> | null | undefined;

/** All objects that carry the label of a run, or of any run if none is named. */
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
 * Removes all objects that carry the label of a run: containers (paused ones too) with their contents, then networks, then
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

/** 404: gone already; 409 of a container: another process is removing it. */
async function remove({ docker }: Pick<Engine, 'docker'>, { sort, id, name }: LabelledObject): Promise<void> {
  const what = `remove the ${sort} ${name}`;
  if (sort === 'network') await askEngine(what, docker.getNetwork(id).remove(), { done: [404] });
  if (sort === 'volume') await askEngine(what, docker.getVolume(id).remove(), { done: [404] });
  if (sort === 'container')
    await askEngine(what, docker.getContainer(id).remove({ force: true, v: true }), { done: [404, 409] });
}
