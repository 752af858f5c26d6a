import type { StackStatus } from '../../daemon/daemon-api.ts';
import { formatDuration } from '../../model/duration.ts';
import { inColumns } from '../../reporting/text/cells.ts';
import { describeFaults } from './describe-faults.ts';

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
    ...describeFaults(faults, nowMs),
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
