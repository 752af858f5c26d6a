import { z } from 'zod';
import type { BenchContext } from './bench-context.ts';
import type { AgainstResult, Comparison } from './bench-report.ts';
import { timeRefusal } from './measure-start.ts';
import { percentile, spreadOf } from './percentile.ts';
import { runChaos, type TimedCommand } from './run-chaos.ts';
import { exploreArguments } from './run-exploration.ts';
import { runArguments } from './run-worker-kill.ts';
import type { Wanted } from './wanted.ts';

/** The figures of one round, by name. */
type Figures = Readonly<Record<string, number>>;

/** The part of a report that every version of the harness prints. */
const reportSchema = z.looseObject({
  runId: z.string(),
  verdict: z.string(),
  durationMs: z.number(),
  phases: z.array(z.looseObject({ phase: z.string(), durationMs: z.number() })),
});
const explorationSchema = z.looseObject({
  runId: z.string(),
  verdict: z.string(),
  durationMs: z.number(),
  exploringMs: z.number(),
  results: z.array(z.looseObject({ state: z.string() })),
});

/**
 * Measures this checkout and another one in turn, so that a change of the machine's load meets both.
 *
 * @remarks The checkout that goes first changes from round to round. A first round, which is not measured, fills the
 * caches of both.
 * @throws Error for a run or an exploration that isn't valid: its times are those of other work.
 */
export async function measureAgainst(
  context: BenchContext,
  folder: string,
  names: Wanted['names'],
): Promise<AgainstResult> {
  const rounds = context.counts.runs;
  const checkouts = { here: context, other: { ...context, projectFolder: folder } };
  const figures: { readonly here: Figures[]; readonly other: Figures[] } = { here: [], other: [] };
  for (let round = 0; round <= rounds; round += 1) {
    const order = round % 2 === 0 ? (['here', 'other'] as const) : (['other', 'here'] as const);
    for (const side of order) {
      context.progress(`against: ${round === 0 ? 'warming up' : `round ${round} of ${rounds}`}, ${side}`);
      const measured = await measureRound(checkouts[side], names);
      if (round > 0) figures[side].push(measured);
    }
  }
  return { folder, rounds, comparisons: comparisonsOf(figures.here, figures.other) };
}

async function measureRound(checkout: BenchContext, names: Wanted['names']): Promise<Figures> {
  return {
    ...(names.has('run') ? await runFigures(checkout) : {}),
    ...(names.has('start') ? await startFigures(checkout) : {}),
    ...(names.has('explore') ? await exploreFigures(checkout) : {}),
  };
}

async function runFigures(checkout: BenchContext): Promise<Figures> {
  const ended = await runChaos(checkout, runArguments('embedded'));
  const report = validOf(reportSchema, ended);
  const phases = report.phases.map(({ phase, durationMs }) => [`run: ${phase}`, durationMs] as const);
  return {
    ...Object.fromEntries(phases),
    'run: whole': report.durationMs,
    'run: command': ended.commandMs,
    'run: RSS, MB': ended.peakRssMb,
  };
}

async function startFigures(checkout: BenchContext): Promise<Figures> {
  const times: number[] = [];
  for (let done = 0; done < checkout.counts.starts; done += 1) times.push(await timeRefusal(checkout));
  return { 'start: refused command': percentile(times, 0.5) };
}

async function exploreFigures(checkout: BenchContext): Promise<Figures> {
  const { workflow, case: name } = checkout.counts.explore;
  const args = exploreArguments([workflow, '--case', name, '--action', 'crash', '--front', '40']);
  const ended = await runChaos(checkout, args);
  const { results, exploringMs, durationMs } = validOf(explorationSchema, ended);
  const strikes = results.filter(({ state }) => state === 'valid').length;
  return {
    'explore: each strike': exploringMs / strikes,
    'explore: whole': durationMs,
    'explore: RSS, MB': ended.peakRssMb,
  };
}

function validOf<T extends { readonly runId: string; readonly verdict: string }>(
  schema: z.ZodType<T>,
  { stdout, stderr, exit }: TimedCommand,
): T {
  const text = stdout.trim() === '' ? '{}' : stdout;
  const parsed = schema.safeParse(JSON.parse(text));
  if (!parsed.success) throw new Error(`A command ended with ${exit} and printed no report: ${stderr.trim()}`);
  const { runId, verdict } = parsed.data;
  if (verdict !== 'valid') throw new Error(`${runId} is ${verdict}, so its times are those of other work.`);
  return parsed.data;
}

/**
 * Compares the figures that both checkouts have.
 *
 * @param here - one set of figures a round
 */
export function comparisonsOf(here: readonly Figures[], other: readonly Figures[]): readonly Comparison[] {
  const valuesOf = (rounds: readonly Figures[], name: string): readonly number[] =>
    rounds.flatMap((figures) => figures[name] ?? []);
  const names = [...new Set(here.flatMap((figures) => Object.keys(figures)))];
  return names
    .filter((name) => valuesOf(other, name).length > 0)
    .map((name) => {
      const spreads = { here: spreadOf(valuesOf(here, name)), other: spreadOf(valuesOf(other, name)) };
      return { name, ...spreads, ratio: spreads.here.p50 / spreads.other.p50 };
    });
}
