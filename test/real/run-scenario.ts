import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { type Report, reportSchema } from '../../harness/model/report.ts';

export const projectFolder = join(import.meta.dirname, '..', '..');

/** How a command of ours ended. */
export interface Ended {
  readonly exit: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A run of a scenario, as a user would start it. */
export interface ScenarioEnded extends Ended {
  readonly report: Report;
}

/** A program to be run, and in what. */
export interface Program {
  readonly command: string;
  readonly args: readonly string[];
  /** On top of our own environment. */
  readonly env?: NodeJS.ProcessEnv;
  /** The project's folder by default. */
  readonly cwd?: string;
}

/** Where the command line is. */
export const chaosMain = join(projectFolder, 'harness/cli/main.ts');

/** Runs the command line as a user would, and waits for its end. */
export async function chaos(args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Ended> {
  return await runProgram({ command: process.execPath, args: [chaosMain, ...args], env });
}

/** Runs a program, and waits for its end. */
export async function runProgram({ command, args, env = {}, cwd = projectFolder }: Program): Promise<Ended> {
  const child = spawn(command, args, { cwd, env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const exit = await new Promise<number | null>((resolve, reject) => child.on('close', resolve).on('error', reject));
  return { exit, stdout, stderr };
}

/**
 * The report that a run has printed.
 *
 * @throws Error with all that was printed where there is no report.
 */
export function reportOf(ended: Ended, what: string): ScenarioEnded {
  try {
    return { ...ended, report: reportSchema.parse(JSON.parse(ended.stdout)) };
  } catch (cause) {
    throw new Error(`${what} gave no report (exit ${ended.exit}):\n${ended.stderr}`, { cause });
  }
}

/** The errors and findings of a report as `check: verdict: summary`, with the evidence of what is not valid, for messages. */
export function describeFindings(report: Report): string {
  const findings = report.findings.map(({ check, verdict, summary, exhibits }) => {
    const shown = verdict === 'valid' ? [] : exhibits.map((exhibit) => `\n    ${JSON.stringify(exhibit)}`);
    return `${check}: ${verdict}: ${summary}${shown.join('')}`;
  });
  const errors = report.errors.map((error) => `${error.code}: ${error.message}`);
  // An error is why there is nothing to find, and of a long message only the beginning is repeated.
  return [...errors, ...findings].join('\n');
}

/** The verdict of one check in a report. */
export function verdictOf(report: Report, check: string): string | undefined {
  return report.findings.find((finding) => finding.check === check)?.verdict;
}
