import { once } from 'node:events';
import { withFolderLock } from '../folder-lock.ts';

// Takes the lock that its argument names, says so, and releases it at the end of its input.
const signal = AbortSignal.timeout(20_000);
const onWait = ({ pid }: { readonly pid: number }): void => console.log(`waiting for ${pid}`);
await withFolderLock({ path: process.argv[2] ?? '', signal, limitMs: 20_000, onWait }, async () => {
  console.log('held');
  process.stdin.resume();
  await once(process.stdin, 'end');
});
console.log('let go');
