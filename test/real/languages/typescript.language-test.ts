import { examples } from '../../catalogue/examples.ts';
import { isJudgedRight } from './example.ts';

describe('the travel booking example in TypeScript', () => {
  isJudgedRight(examples.typescript);
});
