import { expect } from 'chai';
import { type Answer, type FakeEngine, says, startFakeEngine } from '../engine/test-support/fake-engine.ts';
import { undoContainers } from './undo-containers.ts';

const version = { 'GET /version': says({ ApiVersion: '1.41', Version: '20.10.24' }) };
const none = { 'GET /networks': says([]), 'GET /volumes': says({ Volumes: null }) };
const labels = { 'durable-chaos.run': 'r1' };

describe('undoContainers', () => {
  const host = process.env['DOCKER_HOST'];
  const use = (engine: FakeEngine): void => void (process.env['DOCKER_HOST'] = engine.host);
  afterEach(() => {
    if (host === undefined) delete process.env['DOCKER_HOST'];
    else process.env['DOCKER_HOST'] = host;
  });

  /** An engine whose looks at containers are answered one after the other; there is none after the last. */
  const engineOf = (looks: readonly Answer[], more: Readonly<Record<string, Answer>> = {}): Promise<FakeEngine> => {
    let look = 0;
    const containers: Answer = (url, response) => {
      (looks[look] ?? says([]))(url, response);
      look += 1;
    };
    return startFakeEngine({ ...version, ...none, 'GET /containers/json': containers, ...more });
  };
  const one = (id: string): Answer => says([{ Id: id, Names: [`/${id}`], Labels: labels }]);

  it('looks again until there is nothing twice in a row', async () => {
    const removal = says({}, 204);
    await using engine = await engineOf([one('c1'), says([]), one('c2')], {
      'DELETE /containers/c1': removal,
      'DELETE /containers/c2': removal,
    });
    use(engine);
    await undoContainers('r1');
    expect(engine.asked.filter((what) => what.startsWith('DELETE'))).to.have.length(2);
    expect(engine.asked.filter((what) => what === 'GET /containers/json')).to.have.length(5);
  });

  it('tries again what the engine refuses at first', async () => {
    await using engine = await engineOf([says({ message: 'busy' }, 500), says({ message: 'busy' }, 500)]);
    use(engine);
    await undoContainers('r1');
    expect(engine.asked.filter((what) => what === 'GET /containers/json')).to.have.length(4);
  });

  it('says what is left where it is refused to the end', async () => {
    const refused = says({ message: 'device or resource busy' }, 500);
    const looks = Array.from({ length: 50 }, () => one('c1'));
    await using engine = await engineOf(looks, { 'DELETE /containers/c1': refused });
    use(engine);
    const error = await undoContainers('r1', 300).catch((thrown: unknown) => thrown);
    expect(error).to.have.property('code', 'CHAOS_FAULT_FAILED');
    expect(String(error)).to.include('remove the container c1').and.to.include('device or resource busy');
  });

  it('says so where something always comes back', async () => {
    const looks = Array.from({ length: 50 }, () => one('c1'));
    await using engine = await engineOf(looks, { 'DELETE /containers/c1': says({}, 204) });
    use(engine);
    const error = await undoContainers('r1', 300).catch((thrown: unknown) => thrown);
    expect(error).to.have.property('code', 'CHAOS_FAULT_FAILED');
    expect(String(error)).to.include('there was always more');
  });

  it('says that no engine answers', async () => {
    process.env['DOCKER_HOST'] = 'unix:///nonexistent.sock';
    const error = await undoContainers('r1', 100).catch((thrown: unknown) => thrown);
    expect(error).to.have.property('code', 'CHAOS_ENGINE_MISSING');
  });
});
