import { type ExploreFigures, type ExploreGoalsMet, type ExploreResult, exploreGoals } from './explore-result.ts';
import { percent, seconds, whole } from './number-formats.ts';
import type { Table } from './render-table.ts';

/** What exploring costs, and where the time goes. */
export function exploreTables(explore: ExploreResult, cores: number): readonly Table[] {
  return [costTable(explore), timeTable(explore, cores)];
}

function costTable(explore: ExploreResult): Table {
  const { workflow, case: name, seed, front, single, whole } = explore;
  return {
    title: `Exploration of ${workflow}, seed ${seed}`,
    columns: [
      '',
      'points',
      'proved',
      'ms/point',
      'fronts',
      'at first try',
      'longest hold, ms',
      'exploring, s',
      'whole, s',
      'command, s',
      'RSS, MB',
    ],
    rows: [
      costRow(`${name}, crash, front ${front.front}`, front),
      costRow(`${name}, crash, one kill a point`, single),
      ...(whole === null ? [] : [costRow('all cases, crash and lose-answer', whole)]),
    ],
    notes: [
      'proved: one for each action at a point; ms/point: exploring by proved. whole: with start-up, references, clean-up.',
      ...goalNotes(explore),
    ],
  };
}

function costRow(name: string, figures: ExploreFigures): readonly string[] {
  const { points, proved, fronts, perPointMs, firstTryShare, longestHoldMs, peakRssMb } = figures;
  const { exploringMs, wholeMs, commandMs } = figures;
  return [
    name,
    String(points),
    String(proved),
    whole(perPointMs),
    String(fronts),
    percent(firstTryShare),
    whole(longestHoldMs),
    ...[exploringMs, wholeMs, commandMs].map(seconds),
    whole(peakRssMb),
  ];
}

function goalNotes({ front, single, whole: all, timesFaster, goalsMet }: ExploreResult): readonly string[] {
  const { perPointMs, timesFaster: faster, peakRssMb, whole: goal } = exploreGoals;
  const peak = Math.max(...[front, single, ...(all === null ? [] : [all])].map((one) => one.peakRssMb));
  const note = (goalText: string, measured: string, met: keyof ExploreGoalsMet): string =>
    `Goal: ${goalText}: ${measured}, ${goalsMet[met] === true ? 'met' : 'NOT met'}.`;
  const inAll =
    all === null
      ? ''
      : `${all.explored} of ${all.points} points explored in ${seconds(all.wholeMs)} s (${all.verdict})`;
  return [
    note(
      `at most ${perPointMs.most} ms a point with the front (aim: ${perPointMs.aim})`,
      whole(front.perPointMs),
      'perPoint',
    ),
    note(`at least ${faster.least} × faster than one kill a point`, `${timesFaster.toFixed(1)} ×`, 'timesFaster'),
    note(`the harness stays under ${peakRssMb.below} MB`, whole(peak), 'memory'),
    ...(all === null ? [] : [note(`at least ${goal.leastPoints} points in ${goal.mostMs / 1000} s`, inAll, 'whole')]),
  ];
}

function timeTable({ workflow, case: name, front }: ExploreResult, cores: number): Table {
  const { cpu, exploringMs, frontsMs } = front;
  const rest = `Fronts took ${seconds(frontsMs)} of the ${seconds(exploringMs)} s, the rest went into fresh workers and the last judgements.`;
  const shares = cpu ?? [];
  const all = shares.reduce((sum, { cpuS }) => sum + cpuS, 0);
  const there = (cores * exploringMs) / 1000;
  const used = `All of them: ${all.toFixed(1)} CPU-s, ${percent(all / there)} of what ${cores} cores have in ${seconds(exploringMs)} s.`;
  return {
    title: `Where the time goes: ${workflow}/${name}, crash, front ${front.front}, while exploring`,
    columns: ['', 'CPU, s', 'share'],
    rows: shares.map(({ part, cpuS, share }) => [part, cpuS.toFixed(1), percent(share)]),
    notes: [cpu === null ? 'CPU time by process is known on Linux only.' : used, rest],
  };
}
