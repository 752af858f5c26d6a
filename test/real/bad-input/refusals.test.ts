import type { Server } from 'node:net';
import { tmpdir } from 'node:os';
import { expect } from 'chai';
import {
  type FakeEngine,
  says,
  saysNothing,
  startFakeEngine,
} from '../../../harness/engine/test-support/fake-engine.ts';
import { isApart } from './bad-input.ts';
import { BadInputPlace, type Fillings, takePort } from './bad-input-place.ts';
import { badInputs } from './index.ts';
import { runInProcess } from './run-in-process.ts';

describe('bad input that is refused before anything is started', () => {
  let place: BadInputPlace;
  let old: FakeEngine;
  let silent: FakeEngine;
  let listener: Server;
  let fillings: Fillings;

  before(async () => {
    const taken = await takePort();
    ({ listener } = taken);
    old = await startFakeEngine({ 'GET /version': says({ ApiVersion: '1.24', Version: '1.12.6' }) });
    silent = await startFakeEngine({ 'GET /version': saysNothing });
    const engines = { engine: 'unix:///nonexistent.sock', oldEngine: old.host, silentEngine: silent.host };
    fillings = { port: taken.port, ...engines };
  });
  after(async () => {
    listener.close();
    for (const engine of [old, silent]) await engine[Symbol.asyncDispose]();
  });
  beforeEach(async () => {
    place = await BadInputPlace.make(fillings);
  });
  afterEach(() => place.remove());

  for (const input of badInputs.filter((one) => !isApart(one))) {
    it(`${input.input} → ${input.code}, exit ${input.exit}`, async () => {
      await place.expectRefusal(input);
    });
  }
});

const ofStack = ['up', 'status', 'logs', 'down'].map((verb) => ['stack', verb]);
const others = [
  'scenario',
  'judge',
  'replay',
  'report',
  'doctor',
  'images',
  'stack',
  'inject',
  'faults',
  'heal',
  'client',
  'explore',
  'list',
  'describe',
  'diff',
  'completion',
].map((verb) => [verb]);

describe('help', () => {
  for (const verb of [[], ...others, ...ofStack]) {
    it(`of ${['chaos', ...verb].join(' ')} has an example and exits 0`, async () => {
      const { exit, stdout, stderr } = await runInProcess({ args: [...verb, '--help'], env: {}, cwd: tmpdir() });
      expect(stdout).to.match(/^Examples?:\n {2}(?:npm run|npx chaos) /m);
      expect(stderr).to.equal('');
      expect(exit).to.equal(0);
    });
  }
});
