import { assertValid, runScenario } from 'durable-chaos';

it('loses nothing when a worker dies', async () =>
  assertValid(await runScenario('worker-kill', { seed: 7, stack: 'embedded', params: { documents: 4 } }))).timeout(
  120_000,
);
