import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer, type TestServer } from '../testing/index.ts';

let test: TestServer;
beforeAll(async () => {
  test = await startTestServer();
});
afterAll(() => test.close());

const names = async (query: string) => {
  const answer = await test.ask('GET', `/api/v1/workers${query}`);
  const body = (await answer.json()) as { workers: { name: string }[]; total: number; next: string | null };
  return { names: body.workers.map((worker) => worker.name), total: body.total, next: body.next };
};

describe('GET /workers', () => {
  it('lists every worker by name', async () => {
    expect(await names('')).toEqual({ names: ['billing.v2', 'broker', 'mailer'], total: 3, next: null });
  });
});
