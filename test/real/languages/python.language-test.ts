import { join } from 'node:path';
import { examples } from '../../catalogue/examples.ts';
import { isJudgedRight } from './example.ts';
import { findsPlanted } from './planted.ts';

const python = process.env['CHAOS_TEST_PYTHON'] ?? 'python3';
const replayer = join(import.meta.dirname, '../../../replayers/python/replayer.py');

describe('the Python replayer', function () {
  this.timeout(120_000);
  findsPlanted(() => ({
    command: [python, '-B', replayer, 'workflows'],
    folder: join(import.meta.dirname, 'python'),
    timerId: '1',
  }));
});

describe('the billing example in Python', () => {
  isJudgedRight(examples.python);
});
