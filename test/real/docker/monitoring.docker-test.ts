import { itDue } from '../../catalogue/tier.ts';
import { expectWatched } from '../monitoring/expect-watched.ts';

describe('monitoring of the Docker stack', () => {
  itDue(
    // The embedded stack shows it in `.ci/run`; containers take three minutes to show the same.
    { tier: 'full' },
    'has every target up, data for every expression, and alerts that fire and resolve',
    async () => expectWatched('docker'),
  );
});
