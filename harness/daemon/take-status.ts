import type { ComponentRow } from '../model/evidence.ts';
import { entriesOf, type Journal, type JournalEntry } from '../model/journal.ts';
import type { Component, Link, Stack } from '../model/stack.ts';
import type { FaultRow, StackStatus } from './daemon-api.ts';

/** The parts that a status is made from. */
export interface StatusOf {
  readonly stack: Stack;
  readonly journal: Journal;
  readonly faults: readonly FaultRow[];
  readonly runId: string;
  readonly since: string;
  readonly folder: string;
  readonly envFile: string;
}

/**
 * Looks at every component and link, asks each server whether it answers, and returns the results.
 *
 * @remarks Every observation is in the journal, where it is read from: the same on every stack. The key of Supabase and the
 * token of the API are not part of it.
 */
export async function takeStatus(of: StatusOf): Promise<StackStatus> {
  const { stack, runId, since, folder, envFile, faults } = of;
  const { temporal, temporalUi, supabaseUrl, outsideWorldUrl, toxiproxyUrl, api, monitoring } = stack.addresses;
  const [components, links] = await Promise.all([
    Promise.all(stack.components().map((component) => componentStatus(component, of))),
    Promise.all(stack.links().map((link) => linkStatus(link, of))),
  ]);
  return {
    runId,
    stack: stack.name,
    since,
    folder,
    envFile,
    addresses: {
      temporal,
      temporalUi,
      supabaseUrl,
      outsideWorldUrl,
      toxiproxyUrl,
      apiUrl: api?.url ?? null,
      ...(monitoring === undefined ? {} : { monitoring }),
    },
    components,
    links,
    faults: [...faults],
  };
}

async function componentStatus(
  component: Component,
  { stack, journal }: StatusOf,
): Promise<StackStatus['components'][number]> {
  const { name, role } = component;
  const from = journal.nowMs();
  await component.observe();
  const { incarnation, running } = component;
  const entries = (): readonly JournalEntry[] => journal.entries().filter((entry) => entry.atMs >= from);
  const letter = entriesOf(entries(), 'process').findLast((entry) => entry.component === name)?.state;
  const state = !running || letter === undefined || letter === 'gone' ? 'down' : letter === 'T' ? 'paused' : 'running';
  await component.probe();
  const probe = entriesOf(entries(), 'probe').findLast((entry) => entry.target === name);
  return {
    name,
    role,
    state,
    incarnation,
    health:
      probe === undefined
        ? null
        : {
            ok: probe.ok,
            latencyMs: probe.latencyMs,
            error: probe.error ?? null,
          },
    uptimeMs: running
      ? uptimeOf(stack.lives(), {
          name,
          incarnation,
          nowMs: journal.nowMs(),
        })
      : null,
  };
}

function uptimeOf(
  lives: readonly ComponentRow[],
  of: { readonly name: string; readonly incarnation: number; readonly nowMs: number },
): number | null {
  const incarnations = lives.find((row) => row.component === of.name)?.incarnations ?? [];
  const life = incarnations.find((one) => one.incarnation === of.incarnation);
  return life === undefined ? null : of.nowMs - life.startedMs;
}

/** A Toxiproxy that is down can't report its proxies; that is a finding and not an error. */
async function linkStatus(link: Link, { journal }: StatusOf): Promise<StackStatus['links'][number]> {
  const from = journal.nowMs();
  const told = await link.observe().then(
    () => true,
    () => false,
  );
  const entries = journal.entries().filter((entry) => told && entry.atMs >= from);
  const seen = entriesOf(entries, 'toxics').findLast((entry) => entry.link === link.name);
  return { name: link.name, reading: seen === undefined ? null : { enabled: seen.enabled, toxics: seen.toxics } };
}
