import { type Context, type RunningScriptOptions, Script } from 'node:vm';

type Run = (this: Script, context: Context, options?: RunningScriptOptions) => unknown;

/**
 * Makes scripts of `node:vm` run without a time limit in this process.
 *
 * @remarks For each limit Node starts a thread and ends it, which takes 0.1 ms and more: several times as long as the
 * steps of a replay, of which there are some thirty a replay. The SDK's own limit of a replay is 49 days, so nothing is
 * lost. A caller that needs a limit must apply it while it waits for this process.
 */
export function runScriptsWithoutLimit(): void {
  const { prototype }: { readonly prototype: { runInContext: Run } } = Script;
  const run = prototype.runInContext;
  prototype.runInContext = function runWithoutLimit(this: Script, context, options = {}) {
    const { timeout: _, ...others } = options;
    return run.call(this, context, others);
  };
}
