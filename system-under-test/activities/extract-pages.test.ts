import { CancelledFailure } from '@temporalio/activity';
import { expect } from 'chai';
import { activityEnvironment } from '../testing/activity-environment.ts';
import { startFakeOutsideWorld } from '../testing/fake-outside-world.ts';
import { createEffectsClient } from './effects-client.ts';
import { type ExtractedPages, type ExtractionProgress, extractPages } from './extract-pages.ts';
import type { Services } from './services.ts';

const input = { document: 'd', pages: 4 };

function servicesAt(url: string, times: Partial<Services> = {}): Services {
  const checkpoints = { save: () => Promise.reject(new Error('An extraction writes no checkpoint.')) };
  return { effects: createEffectsClient({ url, timeoutMs: 1000 }), checkpoints, ocrPageMs: 0, ocrPauseMs: 0, ...times };
}

function heartbeatsOf(environment: ReturnType<typeof activityEnvironment>): ExtractionProgress[] {
  const heartbeats: ExtractionProgress[] = [];
  environment.on('heartbeat', (details: ExtractionProgress) => heartbeats.push(details));
  return heartbeats;
}

describe('extractPages', () => {
  it('reads each page once under its own key and heartbeats after each', async () => {
    await using world = await startFakeOutsideWorld();
    const environment = activityEnvironment();
    const heartbeats = heartbeatsOf(environment);
    const result: ExtractedPages = await environment.run(extractPages(servicesAt(world.url)), input);
    expect(result.receipts).to.have.length(4);
    expect(world.applied.map((effect) => effect.subject['page'])).to.deep.equal([1, 2, 3, 4]);
    const keys = world.requests.map((request) => request.headers['idempotency-key']);
    expect(keys).to.deep.equal(['w/ocr/1', 'w/ocr/2', 'w/ocr/3', 'w/ocr/4']);
    expect(heartbeats.map((it) => it.pagesDone)).to.deep.equal([1, 2, 3, 4]);
    expect(heartbeats[1]?.receipts).to.deep.equal(result.receipts.slice(0, 2));
  });

  it('goes on where the heartbeats of the attempt before stopped, to the same result', async () => {
    await using world = await startFakeOutsideWorld();
    const first = activityEnvironment();
    const heartbeats = heartbeatsOf(first);
    const whole: ExtractedPages = await first.run(extractPages(servicesAt(world.url)), input);
    const second = await activityEnvironment(2, heartbeats[2]).run(extractPages(servicesAt(world.url)), input);
    expect(second).to.deep.equal(whole);
    expect(world.requests.slice(4).map((it) => it.headers['idempotency-key'])).to.deep.equal(['w/ocr/4']);
  });

  it('is charged once where a page was read and no heartbeat said so', async () => {
    await using world = await startFakeOutsideWorld();
    await activityEnvironment().run(extractPages(servicesAt(world.url)), input);
    await activityEnvironment(2).run(extractPages(servicesAt(world.url)), input);
    expect(world.requests).to.have.length(8);
    expect(world.applied).to.have.length(4);
  });

  it('starts from the first page where the details say nothing it understands', async () => {
    await using world = await startFakeOutsideWorld();
    await activityEnvironment(2, 'gibberish').run(extractPages(servicesAt(world.url)), input);
    expect(world.applied).to.have.length(4);
  });

  it('pauses between two pages, and neither before the first nor after the last', async () => {
    await using world = await startFakeOutsideWorld();
    const startMs = performance.now();
    await activityEnvironment().run(extractPages(servicesAt(world.url, { ocrPauseMs: 60_000 })), {
      ...input,
      pages: 1,
    });
    await activityEnvironment().run(extractPages(servicesAt(world.url, { ocrPauseMs: 50 })), { ...input, pages: 3 });
    expect(performance.now() - startMs).to.be.within(95, 5000);
  });

  it('stops between pages when it is cancelled', async () => {
    await using world = await startFakeOutsideWorld();
    const environment = activityEnvironment();
    environment.on('heartbeat', () => environment.cancel());
    const end = await environment
      .run(extractPages(servicesAt(world.url, { ocrPageMs: 5 })), input)
      .catch((error: unknown) => error);
    expect(end).to.be.instanceOf(CancelledFailure);
    expect(world.applied).to.have.length(1);
  });
});
