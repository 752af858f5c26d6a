import { expect } from 'chai';
import { createProgram } from '../program.ts';

describe('chaos images', () => {
  it('refuses --offline without stand-ins for the official images, and says where there are some', async () => {
    const error: unknown = await createProgram()
      .parseAsync(['images', '--offline'], { from: 'user' })
      .catch((thrown: unknown) => thrown);
    expect(error).to.include({ code: 'CHAOS_USAGE', exitCode: 64 });
    expect(String(error)).to.match(/In a checkout of durable-chaos, run: npm run images -- --offline$/);
  });
});
