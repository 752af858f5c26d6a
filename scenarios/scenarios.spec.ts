import { defineScenarioTest } from '../harness/mocha/define-scenario-test.ts';

// Mocha loads this file by itself; the run that `npm run scenario` provided becomes its one test.
defineScenarioTest();
