import { expect } from 'chai';
import { code, table } from './table.ts';

describe('table', () => {
  it('escapes what Markdown would take for its own, and shows empty cells as a dash', () => {
    const text = table(
      ['a', 'b'],
      [
        ['x | y', ''],
        ['<name> and `<name>`', 'two\nlines'],
      ],
    );
    expect(text.split('\n')).to.deep.equal([
      '| a                      | b         |',
      '| ---------------------- | --------- |',
      String.raw`| x \| y                 | –         |`,
      '| &lt;name> and `<name>` | two lines |',
    ]);
  });

  it('writes names as code', () => {
    expect(code(['a', 'b'])).to.equal('`a`, `b`');
  });
});
