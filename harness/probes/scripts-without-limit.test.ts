import { createContext, Script } from 'node:vm';
import { expect } from 'chai';
import { runScriptsWithoutLimit } from './scripts-without-limit.ts';

describe('runScriptsWithoutLimit', () => {
  const original: unknown = Reflect.get(Script.prototype, 'runInContext');

  afterEach(() => {
    Reflect.set(Script.prototype, 'runInContext', original);
  });

  it('leaves a script its context, its result and its errors, and takes its time limit away', () => {
    const context = createContext({ base: 40 });
    const busy = new Script('const endMs = Date.now() + 20; while (Date.now() < endMs); base + 2');
    expect(() => busy.runInContext(context, { timeout: 1 })).to.throw('timed out');
    runScriptsWithoutLimit();
    const calm = new Script('{ const endMs = Date.now() + 20; while (Date.now() < endMs); } base + 2');
    expect(calm.runInContext(context, { timeout: 1 })).to.equal(42);
    expect(calm.runInContext(context)).to.equal(42);
    expect(() => new Script('missing()').runInContext(context, { timeout: 1 })).to.throw('missing is not defined');
  });
});
