import type { Look } from './probe-server.ts';

/** A server binary that was run once for its version. */
export interface FoundServer {
  readonly path: string;
  readonly version: string;
  readonly from: 'environment' | 'path' | 'cache' | 'download' | 'build';
}

/** One way to a server binary. */
export interface Way {
  readonly from: FoundServer['from'];
  readonly look: () => Promise<Look>;
}

/** The result of trying one way after another. */
export interface Search {
  readonly found: FoundServer | null;
  /** Each way that was tried in vain, and how it failed. */
  readonly tried: readonly string[];
}

/** Tries one way after another until one leads to a binary; those after it are not tried. */
export async function firstFound(ways: readonly Way[]): Promise<Search> {
  const tried: string[] = [];
  for (const { from, look } of ways) {
    const seen = await look();
    if (seen.found) return { found: { path: seen.path, version: seen.version, from }, tried };
    tried.push(`${from}: ${seen.why}`);
  }
  return { found: null, tried };
}
