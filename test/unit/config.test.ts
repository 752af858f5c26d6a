import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { config } from '../../chaos.config.ts';
import { harnessSabotages } from '../../harness/sabotage/index.ts';

const folder = join(import.meta.dirname, '../../system-under-test/sabotage');

describe('chaos.config.ts', () => {
  it('names every sabotage that there is, and no other', () => {
    const own = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
    expect(Object.keys(config.sabotages).toSorted()).to.deep.equal(own.map((entry) => entry.name).toSorted());
  });

  it('has no sabotage of the subject called like one of the rig', () => {
    const rig = harnessSabotages.map((sabotage) => sabotage.name);
    expect(rig.filter((name) => name in config.sabotages)).to.deep.equal([]);
    expect(new Set(rig).size).to.equal(rig.length);
  });

  it('starts programs that exist, with migrations that exist', () => {
    const commands = [config.workers.command, config.workers.bundle, ...variants()].filter((one) => one !== null);
    for (const [, program] of commands) expect(existsSync(program ?? ''), program).to.equal(true);
    expect(readdirSync(config.books.checkpoints?.migrations ?? '').some((file) => file.endsWith('.sql'))).to.equal(
      true,
    );
  });
});

function variants(): readonly (readonly string[])[] {
  return Object.values(config.sabotages).flatMap(({ command, bundle }) =>
    [command, bundle].filter((one) => one !== null && one !== undefined),
  );
}
