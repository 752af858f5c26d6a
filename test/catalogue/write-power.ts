import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { renderPower } from './render-power.ts';

writeFileSync(join(import.meta.dirname, '..', 'POWER.md'), renderPower());
