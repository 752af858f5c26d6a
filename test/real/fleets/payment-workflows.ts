import { sleep } from '@temporalio/workflow';

/** Writes a receipt, in the program that charges. */
export async function receipt(charged: string): Promise<string> {
  await sleep(50);
  return `receipt of ${charged}`;
}
