import { expect } from 'chai';
import { XMLValidator } from 'fast-xml-parser';
import { spreadOf } from '../percentile.ts';
import { renderTable } from '../render-table.ts';
import { systemFigures } from './figures.ts';
import { systemTables } from './render-system.ts';
import type { SystemResult } from './system-result.ts';

const spread = spreadOf([10, 20, 2000]);
const result: SystemResult = {
  greetingMs: spreadOf([10, 20, 30]),
  firstTask: [
    { fault: null, on: null, waitMs: spread },
    { fault: 'worker-kill', on: 'worker-2', waitMs: spread },
  ],
  load: [
    { atOnce: 1, completed: 40, perSecond: 2, latencyMs: spread },
    { atOnce: 10, completed: 400, perSecond: 20, latencyMs: spread },
  ],
  memory: {
    minutes: 1,
    atOnce: 10,
    activities: 9,
    samples: [
      { atMs: 0, rssMb: 100 },
      { atMs: 60_000, rssMb: 110 },
    ],
    slopeMbPerMinute: 1.5,
    slopeError: 0.25,
  },
  goals: { greetingP90Ms: 1000, activitiesPerSecond: 10 },
};
const slow: SystemResult = { ...result, greetingMs: spread, load: result.load.slice(0, 1), memory: null };

describe('the tables of the system under test', () => {
  const text = systemTables({ embedded: result, docker: slow })
    .map((table) => renderTable(table))
    .join('\n');

  it('say of each stack whether the goals are met', () => {
    expect(text).to.include('p90 below 1000 ms on embedded: met.').and.to.include('on docker: NOT met.');
    expect(text).to.include('10 activities a second on embedded: met; most seen: 20.0.');
    expect(text).to.include('10 activities a second on docker: NOT met; most seen: 2.0.');
  });

  it('show the wait under each fault, and the slope with its error', () => {
    expect(text).to.include('embedded: at rest').and.to.include('docker: worker-kill on worker-2');
    expect(text).to.include('1.50 ± 0.25');
  });
});

describe('the figures of the system under test', () => {
  it('are four whole SVG files, one a figure', () => {
    const figures = systemFigures({ embedded: result, docker: slow });
    expect(Object.keys(figures)).to.deep.equal([
      'system-greeting.svg',
      'system-first-task.svg',
      'system-load.svg',
      'system-memory.svg',
    ]);
    for (const [name, svg] of Object.entries(figures)) {
      expect(XMLValidator.validate(svg), name).to.equal(true);
      expect(svg).not.to.match(/NaN|undefined|Infinity/);
    }
    expect(figures['system-load.svg']).to.include('embedded: 10 at once').and.to.include('20.0 /s');
  });

  it('are drawn of a stack whose memory is not known too', () => {
    expect(systemFigures({ docker: slow })['system-memory.svg']).not.to.match(/NaN|Infinity/);
  });
});
