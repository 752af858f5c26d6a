import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect } from 'chai';
import { itDue } from '../../catalogue/tier.ts';
import { chaosMain, projectFolder } from '../run-scenario.ts';

/** A system of the examples. */
export interface TriedExample {
  /** Its folder below `examples`. */
  readonly folder: string;
  readonly scenario: string;
  readonly workflow: string;
}

/** Tests that the good system is valid, under a kill and everywhere, and every night that each planted defect is found. */
export function isJudgedRight({ folder, scenario, workflow }: TriedExample): void {
  const cwd = join(projectFolder, 'examples', folder);

  async function endsWith(exit: number, ...args: readonly string[]): Promise<void> {
    const ended = await endOf(cwd, args);
    expect(ended.exit, ended.said).to.equal(exit);
  }

  it('is valid if a worker is killed, replays included', async () => {
    await endsWith(0, 'scenario', scenario);
  });

  it('is valid at each of its points', async () => {
    await endsWith(0, 'explore', workflow);
  });

  for (const sabotage of ['no-idempotency-key', 'plain-insert']) {
    itDue({ tier: 'full' }, `is invalid with the defect ${sabotage}`, async () => {
      await endsWith(1, 'explore', workflow, '--sabotage', sabotage);
    });
  }
}

/** How a command of an example ended, and what it said. */
async function endOf(cwd: string, args: readonly string[]): Promise<{ readonly exit: number; readonly said: string }> {
  const command = [chaosMain, ...args, '--stack', 'embedded', '--seed', '3'];
  const env = { ...process.env, PYTHONDONTWRITEBYTECODE: '1' };
  try {
    const { stdout, stderr } = await promisify(execFile)(process.execPath, command, { cwd, env, maxBuffer: 2 ** 24 });
    return { exit: 0, said: stdout + stderr };
  } catch (error) {
    const { code, stdout, stderr } = error as {
      readonly code: number;
      readonly stdout: string;
      readonly stderr: string;
    };
    return { exit: code, said: stdout + stderr };
  }
}
