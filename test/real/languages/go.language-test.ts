import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { examples } from '../../catalogue/examples.ts';
import { isJudgedRight } from './example.ts';
import { findsPlanted } from './planted.ts';

const here = import.meta.dirname;
const BUILD_LIMIT_MS = 600_000;

describe('the Go replayer', function () {
  this.timeout(BUILD_LIMIT_MS);
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'go-replayer-'));
    await cp(join(here, 'go'), folder, { recursive: true });
    await mkdir(join(folder, 'replay'));
    await cp(join(here, '../../../replayers/go/replay.go'), join(folder, 'replay/replay.go'));
    await promisify(execFile)('go', ['build', '-o', 'replayer', '.'], { cwd: folder });
  });
  after(() => rm(folder, { recursive: true }));

  findsPlanted(() => ({ command: [join(folder, 'replayer')], folder, timerId: '5' }));
});

describe('the transfer example in Go', function () {
  const folder = join(here, '../../../examples/go-transfer');
  before(async function () {
    this.timeout(BUILD_LIMIT_MS);
    await mkdir(join(folder, 'replay'), { recursive: true });
    await cp(join(here, '../../../replayers/go/replay.go'), join(folder, 'replay/replay.go'));
    const programs = ['./worker', './replayer', './payments'];
    await promisify(execFile)('go', ['build', '-o', 'bin/', ...programs], { cwd: folder });
  });

  isJudgedRight(examples.go);
});
