import { expect } from 'chai';
import { says, startFakeEngine } from '../../engine/test-support/fake-engine.ts';
import { HarnessError } from '../../errors.ts';
import type { ImageState } from '../images/image-state.ts';
import { diagnoseDockerBy } from './diagnose-docker.ts';
import type { Diagnosis } from './diagnosis.ts';

const compose: Diagnosis = { part: 'Docker Compose', healthy: true, where: '/c', version: '5', note: '', advice: null };
const image = (service: ImageState['service'], state: ImageState['state'], made: ImageState['made']): ImageState => ({
  service,
  state,
  made,
  tag: `durable-chaos/${service}:1`,
  bases: null,
  id: null,
  sizeBytes: 0,
});

async function diagnosed(images: () => Promise<readonly ImageState[]>): Promise<readonly Diagnosis[]> {
  await using engine = await startFakeEngine({ 'GET /version': says({ ApiVersion: '1.41', Version: '20.10.24' }) });
  const env = { DOCKER_HOST: engine.host };
  const said = await diagnoseDockerBy({
    env,
    compose: async (answers) => ({ ...compose, note: `${answers}` }),
    images,
  });
  return said.map((each) => (each.where === engine.host ? { ...each, where: 'HOST' } : each));
}

describe('diagnoseDocker', () => {
  it('says which engine answers, and how the images were made', async () => {
    const states = [image('worker', 'current', 'offline'), image('toxiproxy', 'current', 'offline')];
    expect(await diagnosed(async () => Promise.resolve(states))).to.deep.equal([
      { part: 'container engine', healthy: true, where: 'HOST', version: '20.10.24', note: '', advice: null },
      { ...compose, note: 'true' },
      {
        part: 'images',
        healthy: true,
        where: 'the engine',
        version: null,
        advice: null,
        note: '2 current (made offline)',
      },
    ]);
  });

  it('names each image that can not be used, and says what to do; it is no defect', async () => {
    const states = [
      image('toxiproxy', 'current', 'official'),
      image('postgresql', 'current', 'offline'),
      image('worker', 'stale', 'offline'),
      image('temporal', 'missing', null),
    ];
    const [, , images] = await diagnosed(async () => Promise.resolve(states));
    expect(images).to.include({ healthy: true, absent: true });
    expect(images?.note).to.equal(
      '1 current (from official images), 1 current (made offline), durable-chaos/worker:1 is stale, ' +
        'durable-chaos/temporal:1 is missing; only the Docker stack needs it',
    );
    expect(images?.advice).to.match(/^Run npm run images/);
  });

  it('says so where the images can not be looked at', async () => {
    const lost = new HarnessError('CHAOS_ENGINE_LOST', 'Expected the engine to answer, but it has gone away.');
    const [, , images] = await diagnosed(async () => Promise.reject(lost));
    expect(images).to.include({ absent: true, advice: lost.message });
    expect(images?.note).to.equal('CHAOS_ENGINE_LOST; only the Docker stack needs it');
  });

  it('reports an absent engine as optional, and asks it for no image', async () => {
    const env = { DOCKER_HOST: 'unix:///nonexistent.sock' };
    const images = async (): Promise<never> => Promise.reject(new Error('asked'));
    const said = await diagnoseDockerBy({ env, compose: async () => Promise.resolve(compose), images });
    expect(said.every(({ healthy }) => healthy)).to.equal(true);
    expect(said.map(({ absent, note }) => ({ absent, note }))).to.deep.equal([
      { absent: true, note: 'CHAOS_ENGINE_MISSING; only the Docker stack needs it' },
      { absent: undefined, note: '' },
      { absent: true, note: 'no engine that could have them; only the Docker stack needs it' },
    ]);
    expect(said[0]?.advice).to.match(/^Expected a container engine, but none answered/);
  });
});
