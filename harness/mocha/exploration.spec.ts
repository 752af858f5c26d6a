import { defineExplorationTests } from './define-exploration-tests.ts';

// Mocha loads this file by itself; the exploration that `npm run explore` provided becomes its tests.
defineExplorationTests();
