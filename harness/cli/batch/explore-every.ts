import { type ExitCode, exitCodes, gravestExit } from '../../model/exit-code.ts';

/**
 * Explores several workflows, one after the other, and returns the gravest exit code.
 *
 * @param explore - explores one and returns its exit code
 * @remarks Ends at the first that is interrupted: the user wants no more.
 */
export async function exploreEvery(
  workflows: readonly string[],
  explore: (workflow: string) => Promise<ExitCode>,
): Promise<ExitCode> {
  const exits: ExitCode[] = [];
  for (const workflow of workflows) {
    const exit = await explore(workflow);
    exits.push(exit);
    if (exit === exitCodes.interrupted) break;
  }
  return gravestExit(exits);
}
