import type { temporal } from '@temporalio/proto';
import type { Json } from '../../model/json.ts';

/** A value as messages carry it. */
export function payloads(value: Json): temporal.api.common.v1.IPayloads {
  return {
    payloads: [{ metadata: { encoding: Buffer.from('json/plain') }, data: Buffer.from(JSON.stringify(value)) }],
  };
}

/** So many seconds as messages carry them. */
export function seconds(count: number): { readonly seconds: never; readonly nanos: number } {
  return { seconds: count as never, nanos: 0 };
}
