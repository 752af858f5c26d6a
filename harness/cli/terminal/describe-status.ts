import type { FaultRow, StackStatus } from '../../daemon/daemon-api.ts';
import { formatDuration } from '../../model/duration.ts';
import { inColumns } from '../../reporting/text/cells.ts';

/** The state of a stack, for people. */
export function describeStatus(status: StackStatus, nowMs: number): readonly string[] {
  const { stack, runId, since, addresses, components, links, faults } = status;
  const up = formatDuration(nowMs - Date.parse(since));
  return [
    `${stack} stack · run ${runId} · up for ${up} · Temporal ${addresses.temporal}${addresses.temporalUi === null ? '' : ` · UI ${addresses.temporalUi}`}`,
    '',
    ...inColumns([['COMPONENT', 'STATE', 'INCARNATION', 'HEALTH', 'UPTIME'], ...components.map(componentRow)]),
    '',
    ...inColumns([['LINK', 'STATE', 'TOXICS'], ...links.map(linkRow)]),
    '',
    ...(faults.length === 0
      ? ['No fault is in force.']
      : inColumns([['FAULT', 'STATE', 'ON', 'SINCE', 'HEALS'], ...faults.map((fault) => faultRow(fault, nowMs))])),
    ...faults.flatMap(({ id, message }) => (message === null ? [] : [`${id}: ${message}`])),
  ];
}

function componentRow(component: StackStatus['components'][number]): readonly string[] {
  const { name, state, incarnation, health, uptimeMs } = component;
  return [
    name,
    state,
    String(incarnation),
    health === null ? '–' : health.ok ? `answers in ${Math.round(health.latencyMs)} ms` : `silent: ${health.error}`,
    uptimeMs === null ? '–' : formatDuration(uptimeMs),
  ];
}

function linkRow({ name, reading }: StackStatus['links'][number]): readonly string[] {
  if (reading === null) return [name, 'unknown', 'Toxiproxy does not answer'];
  const toxics = reading.toxics.map(({ type, stream, attributes }) => {
    const values = Object.entries(attributes).map(([key, value]) => `${key}=${value}`);
    return `${type} ${stream} (${values.join(', ')})`;
  });
  return [name, reading.enabled ? 'enabled' : 'cut', toxics.length === 0 ? '–' : toxics.join('; ')];
}

function faultRow(fault: FaultRow, nowMs: number): readonly string[] {
  const { id, state, target, since, healsAt } = fault;
  const leftMs = healsAt === null ? 0 : Date.parse(healsAt) - nowMs;
  const on = target.link ?? `${target.component}, incarnation ${target.incarnation}`;
  const heals = state === 'unhealed' ? 'could not be' : leftMs > 0 ? `in ${formatDuration(leftMs)}` : 'now';
  return [id, state, on, since === null ? '–' : clockTime(since), heals];
}

/** The time of day of an instant, here. */
export function clockTime(instant: string): string {
  return new Date(instant).toTimeString().slice(0, 8);
}
