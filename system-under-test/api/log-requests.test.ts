import { expect } from 'chai';
import { logRequests } from './log-requests.ts';

describe('the log of requests', () => {
  const answered = async (method: string, path: string, status = 200): Promise<readonly unknown[]> => {
    const lines: unknown[] = [];
    const fetch = logRequests(
      async ({ method: statusText }: Request) => new Response(null, { status, statusText }),
      (...line) => void lines.push(line),
    );
    const init = { method, headers: { authorization: 'Bearer secret' } };
    expect((await fetch(new Request(`http://127.0.0.1${path}`, init))).status).to.equal(status);
    expect(JSON.stringify(lines)).not.to.include('secret');
    return lines.flat();
  };

  it('says method, path, status and time, and which document it is about', async () => {
    const [level, message, subject] = await answered('POST', '/documents/order%207/review?token=secret', 202);
    expect([level, subject]).to.deep.equal(['INFO', { workflowId: 'order 7' }]);
    expect(message).to.match(/^POST \/documents\/order%207\/review: 202 after \d+ ms$/);
  });

  it('keeps probes of health low, and failures high', async () => {
    expect((await answered('GET', '/healthz'))[0]).to.equal('DEBUG');
    expect((await answered('GET', '/readyz', 503))[0]).to.equal('WARN');
    expect(await answered('DELETE', '/documents/%zz')).to.deep.include({ workflowId: '%zz' });
  });
});
