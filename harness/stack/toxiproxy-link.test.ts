import { expect } from 'chai';
import type { Journal } from '../model/journal.ts';
import type { ToxiproxyControl } from './toxiproxy-control.ts';
import { ToxiproxyLink } from './toxiproxy-link.ts';

const route = { name: 'temporal@worker-1', listen: '127.0.0.1:1', upstream: '127.0.0.1:2' };

describe('ToxiproxyLink', () => {
  let done: boolean[];
  let link: ToxiproxyLink;

  beforeEach(() => {
    done = [];
    const setEnabled = async (_route: unknown, enabled: boolean) => void done.push(enabled);
    link = new ToxiproxyLink(route, { setEnabled } as unknown as ToxiproxyControl, {} as Journal);
  });

  it('is restored once all who cut it have restored it', async () => {
    const [flap, cut] = [{}, {}];
    for (const by of [flap, cut]) await link.cut(by);
    await link.restore(flap);
    await link.restore(flap);
    expect(done, 'by one of two').to.deep.equal([false, false]);
    await link.restore(cut);
    expect(done).to.deep.equal([false, false, true]);
  });

  it('is restored by one who cut it twice, or whose cut is not known', async () => {
    for (const deed of ['cut', 'cut', 'restore', 'restore'] as const) await link[deed]();
    expect(done).to.deep.equal([false, false, true, true]);
  });
});
