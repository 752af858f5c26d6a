import { expect } from 'chai';
import type Docker from 'dockerode';
import { waitFor } from '../wait.ts';
import { type Engine, findEngine } from './find-engine.ts';
import { type Answer, says, saysNothing, startFakeEngine } from './test-support/fake-engine.ts';

const good = { ApiVersion: '1.41', Version: '20.10.24' };

async function found(answer: Answer): Promise<Engine> {
  await using engine = await startFakeEngine({ 'GET /version': answer });
  return await findEngine({ DOCKER_HOST: engine.host });
}

async function refusal(looking: Promise<unknown>): Promise<{ readonly code: string; readonly message: string }> {
  return looking.then(
    () => ({ code: 'none', message: 'it was found' }),
    (error: unknown) => error as { code: string; message: string },
  );
}

/** A client whose first request ends so. */
function clientOf(answer: Promise<unknown>): () => Docker {
  answer.catch(() => undefined);
  return () => ({ version: async () => answer }) as unknown as Docker;
}

describe('findEngine', () => {
  it('finds the one that DOCKER_HOST names', async () => {
    expect(await found(says(good))).to.include({ version: '20.10.24', local: true, gatewayAddress: null });
  });

  it('says that none answers where there is none', async () => {
    const { code, message } = await refusal(findEngine({ DOCKER_HOST: 'unix:///nonexistent.sock' }));
    expect(code).to.equal('CHAOS_ENGINE_MISSING');
    expect(message).to.match(
      /^Expected a container engine, but none answered \(connect ENOENT \/nonexistent\.sock\)(?: after \d+ ms)?\. Start one/,
    );
  });

  it('gives up on one that accepts and never answers after 2 s, and leaves no request open', async () => {
    await using engine = await startFakeEngine({ 'GET /version': saysNothing });
    const startMs = performance.now();
    const { code, message } = await refusal(findEngine({ DOCKER_HOST: engine.host }));
    expect(code).to.equal('CHAOS_ENGINE_MISSING');
    expect(message).to.match(/none answered \(it accepts and says nothing\) after \d{4} ms/);
    expect(performance.now() - startMs)
      .to.be.greaterThan(1900)
      .and.lessThan(6000);
    const closed = async (): Promise<true | undefined> => (await engine.connections()) === 0 || undefined;
    await waitFor(closed, { what: 'no connection', limitMs: 1000, signal: new AbortController().signal });
  });

  for (const [ApiVersion, old] of [
    ['1.24', true],
    ['1.5', true],
    ['1.40', true],
    ['1.41', false],
    ['1.100', false],
    ['2.0', false],
  ] as const) {
    it(`${old ? 'refuses' : 'takes'} one that speaks ${ApiVersion}`, async () => {
      const looking = found(says({ ApiVersion, Version: 'v' }));
      if (!old) expect((await looking).version).to.equal('v');
      else {
        const { code, message } = await refusal(looking);
        expect(code).to.equal('CHAOS_ENGINE_MISSING');
        expect(message).to.equal(
          'Expected a container engine of 20.10 or newer, but the one that answers is v. Bring it up to date.',
        );
      }
    });
  }

  for (const [what, answer] of [
    ['says something else', says({ hello: 'world' })],
    ['speaks no JSON', (_url: URL, response: { end: (text: string) => void }) => response.end('hello')],
    ['fails', says({ message: 'out of order' }, 500)],
  ] as const) {
    it(`takes what ${what} for no engine`, async () => {
      const { code, message } = await refusal(found(answer));
      expect(code).to.equal('CHAOS_ENGINE_MISSING');
      expect(message).to.match(/^Expected a container engine, but none answered \(.+\)(?: after \d+ ms)?\. Start one/);
    });
  }

  it('says so where one may not talk to it', async () => {
    const error = Object.assign(new Error('connect EACCES /var/run/docker.sock'), { code: 'EACCES' });
    const { code, message } = await refusal(findEngine({}, clientOf(Promise.reject(error))));
    expect(code).to.equal('CHAOS_ENGINE_MISSING');
    expect(message).to.match(
      /but you may not talk to it \(connect EACCES .+\)(?: after \d+ ms)?\. Join the group docker\.$/,
    );
  });

  it("refuses another machine's unless told how its containers reach this one", async () => {
    for (const host of ['tcp://10.0.0.1:2375', 'ssh://me@far']) {
      const { code, message } = await refusal(
        findEngine({ DOCKER_HOST: host }, clientOf(Promise.reject(new Error('asked')))),
      );
      expect(code).to.equal('CHAOS_ENGINE_REMOTE');
      expect(message).to.include(`DOCKER_HOST is ${host}`).and.to.include('CHAOS_GATEWAY_ADDRESS');
    }
    const told = { DOCKER_HOST: 'tcp://10.0.0.1:2375', CHAOS_GATEWAY_ADDRESS: '10.0.0.2' };
    expect(await findEngine(told, clientOf(Promise.resolve(good)))).to.include({
      local: false,
      gatewayAddress: '10.0.0.2',
    });
  });
});
