import { expect } from 'chai';
import { type Answer, says, startFakeEngine } from '../../engine/test-support/fake-engine.ts';
import { sourcesDigest } from './image-files.ts';
import { imageTag } from './image-specs.ts';
import { assertImages, assertStackImages, imageStates } from './image-state.ts';

/** An image as the engine describes it. */
const image = (sources: string, made?: string): Answer =>
  says({
    Id: 'sha256:1',
    Size: 7,
    Config: { Labels: { 'durable-chaos.sources': sources, 'durable-chaos.made': made } },
  });
const at = (tag: string): string => `GET /images/${tag}/json`;
const toxiproxy = at(imageTag('toxiproxy'));
const worker = at(imageTag('worker'));

describe('the state of images', () => {
  it('is current of the present sources, stale of others, missing where there is none', async () => {
    await using engine = await startFakeEngine({
      [toxiproxy]: image(sourcesDigest('toxiproxy'), 'offline'),
      [worker]: image('of yesterday', 'official'),
    });
    const states = await imageStates(engine.docker, ['toxiproxy', 'worker', 'temporal']);
    expect(states.map(({ service, state, made }) => `${service} ${state} ${made}`)).to.deep.equal([
      'toxiproxy current offline',
      'worker stale official',
      'temporal missing null',
    ]);
  });

  it('is no answer where the engine has none: that is not a missing image', async () => {
    await using engine = await startFakeEngine({ [toxiproxy]: says({ message: 'out of order' }, 500) });
    const error = await imageStates(engine.docker, ['toxiproxy']).catch((thrown: unknown) => thrown);
    expect(error).to.have.property('code', 'CHAOS_FAULT_FAILED');
    expect(String(error)).to.include('out of order');
  });

  it('refuses stale and missing ones, each by its name, and says what to do', async () => {
    await using engine = await startFakeEngine({ [worker]: image('of yesterday') });
    const error = await assertImages(engine.docker, ['worker', 'temporal']).catch((thrown: unknown) => thrown);
    expect(error).to.have.property('code', 'CHAOS_IMAGE_MISSING');
    expect(String(error)).to.match(
      /: durable-chaos\/worker:\S+ is stale, durable-chaos\/temporal:\S+ is missing\. Run npm run images/,
    );
  });

  it("asks of a user's own image of the workers only that it is there", async () => {
    const answers: Record<string, Answer> = { [at('theirs:1')]: image('their own affair') };
    const services = [
      ...(['toxiproxy', 'postgresql', 'supabase-db', 'temporal', 'temporal-schema'] as const),
      ...(['supabase', 'outside-world', 'temporal-ui'] as const),
    ];
    for (const service of services) answers[at(imageTag(service))] = image(sourcesDigest(service), 'official');
    await using engine = await startFakeEngine(answers);
    expect(await assertStackImages(engine.docker, 'theirs:1')).to.equal('official');
    const error = await assertStackImages(engine.docker, 'theirs:2').catch((thrown: unknown) => thrown);
    expect(error).to.have.property('code', 'CHAOS_IMAGE_MISSING');
    expect(String(error)).to.include('The image theirs:2 of workers.container');
  });
});
