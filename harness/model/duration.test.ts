import { expect } from 'chai';
import { formatDuration, parseDuration } from './duration.ts';

describe('parseDuration', () => {
  const table = {
    '0ms': 0,
    '100ms': 100,
    '10s': 10_000,
    '1.5s': 1500,
    '45m': 2_700_000,
    '1.5h': 5_400_000,
    ' 5s ': 5000,
  };
  for (const [text, ms] of Object.entries(table)) {
    it(`reads "${text}"`, () => {
      expect(parseDuration(text)).to.equal(ms);
    });
  }

  const refused = ['', '45', 'm', '-1m', '45 m', '45M', '1d', '45min', '5 parsecs', '1e3ms', 'Infinityms'];
  for (const text of [...refused, `${'9'.repeat(400)}s`]) {
    it(`does not read "${text.slice(0, 10)}"`, () => {
      expect(parseDuration(text)).to.equal(null);
    });
  }
});

describe('formatDuration', () => {
  it('has the digits that matter at each length', () => {
    const lengths = [
      0, 40, 999, 999.6, 1500, 10_000, 59_940, 59_960, 60_000, 125_000, 3_599_600, 3_780_000, 360_000_000,
    ];
    expect(lengths.map(formatDuration)).to.deep.equal([
      '0 ms',
      '40 ms',
      '999 ms',
      '1.0 s',
      '1.5 s',
      '10.0 s',
      '59.9 s',
      '1 min 00 s',
      '1 min 00 s',
      '2 min 05 s',
      '1 h 00 min',
      '1 h 03 min',
      '100 h 00 min',
    ]);
  });
});
