import { expectWatched } from '../monitoring/expect-watched.ts';

describe('monitoring of the Docker stack', () => {
  it('has every target up, data for every expression, and alerts that fire and resolve', async () =>
    expectWatched('docker'));
});
