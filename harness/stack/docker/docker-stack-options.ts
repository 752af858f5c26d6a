import type { Engine } from '../../engine/find-engine.ts';
import type { StackOptions } from '../stack-options.ts';

/** The options of a stack of containers. */
export interface DockerStackOptions extends StackOptions {
  readonly engine: Engine;
  /** Program and first arguments of compose. */
  readonly composeCommand: readonly [string, ...string[]];
  /** docker/compose.yaml. */
  readonly composeFile: string;
  /** Whether Grafana shows what Prometheus has; only with `monitoring`. */
  readonly grafana?: boolean;
}
