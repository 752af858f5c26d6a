import { expect } from 'chai';
import type { StackName } from '../../../harness/model/stacks.ts';
import { waitFor } from '../../../harness/wait.ts';
import { leftoversOf } from '../leftovers.ts';
import { query, targets } from './ask-prometheus.ts';
import { panelExpressions } from './panel-expressions.ts';
import { allQuiet, strikeEverything, watchedStack } from './watched-stack.ts';

const signal = new AbortController().signal;

/** Strikes a stack under the eyes of a real Prometheus, and looks at what it saw. */
export async function expectWatched(name: StackName): Promise<void> {
  const stack = await watchedStack(name);
  try {
    const { prometheus } = stack;
    const names = ['api', 'harness', 'temporal', 'toxiproxy', 'worker-1', 'worker-2'];
    await allUp(prometheus, names);
    // Before its workers were ready, a stack had no poller.
    await allQuiet(stack);
    await strikeEverything(stack);
    await allQuiet(stack);
    const silent: string[] = [];
    for (const { panel, expr } of panelExpressions()) {
      // Whether it ever had a value while the stack was up; a quantile of nothing is none.
      const seen = await query(prometheus, `count_over_time(((${expr}) >= 0)[10m:1s])`);
      if (seen.length === 0) silent.push(`${panel}: ${expr}`);
    }
    expect(silent, 'expressions without data').to.deep.equal([]);
    await allUp(prometheus, names);
  } finally {
    await stack.end();
  }
  expect(leftoversOf(stack.status.runId)).to.deep.equal([]);
}

/** Waits until these targets are up, and no others are listed. Prometheus takes over a new list every five seconds. */
async function allUp(prometheus: string, names: readonly string[]): Promise<void> {
  const wanted = names.map((name) => `${name} up`).join(', ');
  const look = async (): Promise<true | undefined> =>
    (await targets(prometheus)).join(', ') === wanted ? true : undefined;
  await waitFor(look, { what: `the targets to be: ${wanted}`, limitMs: 20_000, signal, everyMs: 500 });
}
