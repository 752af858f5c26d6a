import { defaultPayloadConverter } from '@temporalio/common';
import { expect } from 'chai';
import { createCodec } from './codec.ts';

const of = (workflowId: string) => ({ type: 'workflow', namespace: 'default', workflowId }) as const;
const payload = defaultPayloadConverter.toPayload({ item: 'ring' });

describe('the codec', () => {
  it('encrypts the payloads of some orders, and never twice to the same bytes', async () => {
    const codec = createCodec();
    const [first] = await codec.encode([payload], of('order-encrypted'));
    const [second] = await codec.encode([payload], of('order-encrypted'));
    expect(Buffer.from(first?.data ?? []).toString()).not.to.include('ring');
    expect(first?.data).not.to.deep.equal(second?.data);
    const [read] = await codec.decode([first ?? {}], of('order-encrypted'));
    expect(defaultPayloadConverter.fromPayload(read ?? {})).to.deep.equal({ item: 'ring' });
  });

  it('leaves those of others as they are', async () => {
    const codec = createCodec();
    expect(await codec.encode([payload], of('order-plain'))).to.deep.equal([payload]);
    expect(await codec.decode([payload], of('order-plain'))).to.deep.equal([payload]);
  });

  it('has the key of a late order when it asks again', async () => {
    const codec = createCodec({ lateKeys: true });
    const thrown = await codec.decode([payload], of('order-late-key')).catch((error: unknown) => String(error));
    expect(thrown).to.include('order-late-key');
    expect(await codec.decode([payload], of('order-late-key'))).to.deep.equal([payload]);
  });
});
