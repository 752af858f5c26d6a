import { chmod, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { HarnessError } from '../../errors.ts';
import { assertPassage, mayPass } from './assert-passage.ts';

describe('mayPass', () => {
  const user = { uid: 65_534, gid: 65_534 };
  const table = [
    { of: 'everybody', uid: 0, gid: 0, mode: 0o711, passes: true },
    { of: 'root alone', uid: 0, gid: 0, mode: 0o700, passes: false },
    { of: 'the user', uid: 65_534, gid: 0, mode: 0o700, passes: true },
    { of: 'the user, who took it from himself', uid: 65_534, gid: 0, mode: 0o077, passes: false },
    { of: 'its group', uid: 0, gid: 65_534, mode: 0o710, passes: true },
  ];
  for (const { of, passes, ...rights } of table) {
    it(`${passes ? 'lets' : 'does not let'} a user through a folder of ${of}`, () => {
      expect(mayPass(rights, user)).to.equal(passes);
    });
  }
});

describe('assertPassage', () => {
  it('names the folder that is closed', async () => {
    const closed = await mkdtemp(join(tmpdir(), 'chaos-passage-'));
    try {
      const inner = join(closed, 'inner');
      await mkdir(inner);
      await chmod(closed, 0o700);
      const refused = await assertPassage(join(inner, 'data'), { uid: 65_533, gid: 65_533 }).then(
        () => null,
        (error: unknown) => error,
      );
      expect(refused).to.be.instanceOf(HarnessError).with.property('code', 'CHAOS_NOT_WRITABLE');
      expect(String(refused)).to.include(`${closed} is closed to it (mode 700)`);
    } finally {
      await rm(closed, { recursive: true });
    }
  });
});
