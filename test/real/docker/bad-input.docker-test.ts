import type { Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import Docker from 'dockerode';
import { labelledObjects } from '../../../harness/engine/labelled.ts';
import type { BadInput } from '../bad-input/bad-input.ts';
import { BadInputPlace, takePort } from '../bad-input/bad-input-place.ts';
import { runIdIn } from '../told-run-id.ts';
import { type FullEngine, startFullEngine } from './full-engine.ts';

const args = ['scenario', 'worker-kill', '--stack', 'docker'] as const;
const workers = (change: string): string =>
  `export const config = { ...real, workers: { ...real.workers, ${change} } };`;
const dying = `['node', '-e', "console.error('no such luck'); process.exit(3)"]`;

/** What may go wrong on an engine that is there and has the images. */
const onEngine: readonly BadInput[] = [
  {
    input: 'a configuration that names no image',
    code: 'CHAOS_STACK_LACKS',
    exit: 64,
    args,
    config: workers('container: undefined'),
    says: 'Set it, or use --stack embedded',
  },
  {
    input: "an image of the workers' that there is not",
    code: 'CHAOS_IMAGE_MISSING',
    exit: 70,
    args,
    config: workers("container: { image: 'durable-chaos/none:1', folder: '/app' }"),
    says: 'The image durable-chaos/none:1 of workers.container',
  },
  {
    input: 'a Docker Compose that does not run',
    code: 'CHAOS_BINARY_BROKEN',
    exit: 70,
    args,
    env: { CHAOS_COMPOSE_PATH: '/bin/false' },
    says: 'Correct CHAOS_COMPOSE_PATH or unset it',
  },
  {
    input: 'the port of temporal taken',
    code: 'CHAOS_PORT_TAKEN',
    exit: 70,
    args,
    env: { CHAOS_TEMPORAL_PORT: '{port}' },
    says: 'or unset CHAOS_TEMPORAL_PORT',
  },
  {
    input: 'the port of temporal taken, for a stack that is to stay',
    code: 'CHAOS_PORT_TAKEN',
    exit: 70,
    args: ['stack', 'up', '--stack', 'docker'],
    env: { CHAOS_TEMPORAL_PORT: '{port}' },
    says: 'or unset CHAOS_TEMPORAL_PORT',
  },
  {
    input: 'a worker that dies at start',
    code: 'CHAOS_STACK_NOT_READY',
    exit: 70,
    args,
    config: workers(`command: ${dying}`),
    says: /worker-\d .*ended with 3: no such luck after/,
    leavesRun: true,
  },
  {
    input: 'an engine without room for another container',
    code: 'CHAOS_NOT_WRITABLE',
    exit: 70,
    args,
    env: { DOCKER_HOST: '{fullEngine}' },
    says: /compose .*no space left on device after \d+ ms\. Make room where it writes\./,
    leavesRun: true,
  },
];

describe('bad input, on an engine', () => {
  let place: BadInputPlace;
  let taken: { readonly port: string; readonly listener: Server };

  let full: FullEngine;

  before(async () => {
    taken = await takePort();
    full = await startFullEngine(join(tmpdir(), `full-engine-${process.pid}.sock`));
  });
  after(async () => {
    taken.listener.close();
    await full[Symbol.asyncDispose]();
  });
  beforeEach(async () => {
    place = await BadInputPlace.make({ port: taken.port, fullEngine: full.host });
  });
  afterEach(() => place.remove());

  for (const input of onEngine) {
    it(`${input.input} → ${input.code}, exit ${input.exit}`, async () => {
      const { stderr } = await place.expectRefusal({ ...input, apart: true });
      const runId = runIdIn(stderr);
      const left = runId === null ? [] : await labelledObjects({ docker: new Docker() }, runId);
      expect(left).to.deep.equal([]);
    });
  }
});
