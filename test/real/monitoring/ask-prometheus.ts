import { z } from 'zod';

/** A time series with its latest value. */
export interface Sample {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

const vectorSchema = z.object({
  data: z.object({
    result: z.array(z.object({ metric: z.record(z.string(), z.string()), value: z.tuple([z.number(), z.string()]) })),
  }),
});
const targetsSchema = z.object({
  data: z.object({
    activeTargets: z.array(
      z.object({ labels: z.record(z.string(), z.string()), health: z.string(), lastError: z.string() }),
    ),
  }),
});
const rulesSchema = z.object({
  data: z.object({
    groups: z.array(z.object({ rules: z.array(z.object({ name: z.string(), query: z.string(), state: z.string() })) })),
  }),
});

/** What an instant query returns. @throws Error with Prometheus' own message if it refuses the expression */
export async function query(url: string, expr: string): Promise<readonly Sample[]> {
  const body = new URLSearchParams({ query: expr });
  const { data } = vectorSchema.parse(await answer(`${url}/api/v1/query`, { method: 'POST', body }));
  return data.result.map(({ metric, value }) => ({ labels: metric, value: Number(value[1]) }));
}

/** Every target as `instance health`, with the error of those that are not up. */
export async function targets(url: string): Promise<readonly string[]> {
  const { data } = targetsSchema.parse(await answer(`${url}/api/v1/targets`));
  return data.activeTargets
    .map(({ labels, health, lastError }) => `${labels['instance']} ${health} ${lastError}`.trim())
    .toSorted();
}

/** An alert rule and its state. */
export interface Alert {
  readonly name: string;
  readonly query: string;
  /** `inactive`, `pending` or `firing`. */
  readonly state: string;
}

/** Every alert rule, in the order of the file. */
export async function alerts(url: string): Promise<readonly Alert[]> {
  const { data } = rulesSchema.parse(await answer(`${url}/api/v1/rules`));
  return data.groups.flatMap(({ rules }) => rules);
}

async function answer(url: string, init: RequestInit = {}): Promise<unknown> {
  const response = await fetch(url, init);
  const text = await response.text();
  if (!response.ok) throw new Error(`${url}: ${response.status}: ${text}`);
  return JSON.parse(text);
}
