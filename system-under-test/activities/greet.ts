import { Context } from '@temporalio/activity';

/** The activity `greet`: takes its time, in milliseconds, and says hello. */
export async function greet(input: { readonly name: string; readonly durationMs: number }): Promise<string> {
  await Context.current().sleep(input.durationMs);
  return `hello, ${input.name}`;
}
