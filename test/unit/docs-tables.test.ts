import { expect } from 'chai';
import { checks } from '../../harness/checks/index.ts';
import { exitCodes } from '../../harness/model/exit-code.ts';
import { pointStates } from '../../harness/model/exploration.ts';
import { canonicalJson, digestOf } from '../../harness/model/json.ts';
import { capabilitiesOf } from '../../harness/model/stacks.ts';
import { harms } from '../../harness/model/violation.ts';
import { textOf } from './documents.ts';

/** What stands in the first column of the table with that header, code marks taken off. */
function firstColumn(text: string, header: string): readonly string[] {
  const [, body = ''] = text.split(new RegExp(String.raw`^\| ${header} +\|.*\n\|[- |]+\n`, 'm'));
  const rows = body.slice(0, body.search(/^(?!\|)/m)).trimEnd();
  return rows.split('\n').map((row) => (row.split('|')[1] ?? '').trim().replaceAll('`', ''));
}

describe('the digest that people try their own against', () => {
  it('is the one that the harness makes', () => {
    const value = [{ b: 1, a: 'é\n', 10: true, 9: null }];
    expect(textOf('docs/guides/configure.md')).to.contain(`${canonicalJson(value)}\n${digestOf(value)}\n`);
  });
});

describe('the tables that people write', () => {
  it('have every exit code, and no other', () => {
    const documented = firstColumn(textOf('docs/get-started/read-a-verdict.md'), 'exit code');
    expect(documented).to.deep.equal(Object.values(exitCodes).map(String));
  });

  it('have every state of a crash point, every harm and every check of explorations', () => {
    const exploration = textOf('docs/concepts/exploration.md');
    expect(firstColumn(exploration, 'state')).to.deep.equal([...pointStates]);
    expect(firstColumn(exploration, 'harm')).to.deep.equal([...harms]);
    const judging = checks.filter(({ points }) => points !== undefined);
    for (const { name } of judging) expect(exploration).to.contain(`\`${name}\``);
  });

  it('name every capability that a scenario can need', () => {
    const guide = textOf('docs/guides/write-a-scenario.md');
    for (const capability of capabilitiesOf('docker')) expect(guide).to.contain(`\`${capability}\``);
  });
});
