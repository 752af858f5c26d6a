import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { assertRoom } from './assert-room.ts';

describe('assertRoom', () => {
  it('says how much there is, how much is needed and what to do', async () => {
    const refused: unknown = await assertRoom(tmpdir(), 1e18).catch((error: unknown) => error);
    expect(refused).to.have.property('code', 'CHAOS_NOT_WRITABLE');
    expect(String(refused)).to.match(
      /databases need 1000000000000 MB in .*, but only \d+ MB are free\. Free .* set TMPDIR/,
    );
  });

  it('is content with enough, and leaves a folder that is not there to others', async () => {
    await assertRoom(tmpdir(), 1);
    await assertRoom(join(tmpdir(), 'nobody-made-this'), 1e18);
  });
});
