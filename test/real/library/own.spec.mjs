import { assertValid, exploreWorkflow, runScenario } from 'durable-chaos';

const options = { seed: 7, stack: 'embedded', params: { greetings: 3 } };

it('says hello whatever bounces', async () =>
  assertValid(await runScenario('greeting-worker-bounce', options))).timeout(120_000);

it('finds a system that never retries', async () =>
  assertValid(await runScenario('greeting-worker-bounce', { ...options, sabotage: 'greeting-without-retry' }))).timeout(
  120_000,
);

it('loses nothing by an action of our own at a crash point', async () =>
  assertValid(
    await exploreWorkflow('greeting', {
      actions: ['bounce'],
      points: ['greeting/greeted/greet/handed-out'],
      audit: 0,
      seed: 7,
    }),
  )).timeout(120_000);
