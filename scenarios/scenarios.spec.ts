import { defineScenarioTest } from '../harness/index.ts';

// Mocha loads this file by itself; the run that `npm run scenario` provided becomes its one test.
defineScenarioTest();
