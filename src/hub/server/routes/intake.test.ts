import protobuf from 'protobufjs/minimal.js';
import { compressSync } from 'snappy';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer, type TestServer } from '../testing/index.ts';

let test: TestServer;
beforeAll(async () => {
  test = await startTestServer();
});
afterAll(() => test.close());

function post(path: string, body: Buffer, headers: Record<string, string> = {}, token = test.token) {
  return fetch(test.url + path, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, ...headers },
    body: new Uint8Array(body),
  });
}

/** One series with one sample, as `prometheus.WriteRequest`. */
function writeRequest(labels: Record<string, string>, value: number, timeMs: number): Buffer {
  const writer = protobuf.Writer.create().uint32(10).fork();
  for (const [name, text] of Object.entries(labels))
    writer.uint32(10).fork().uint32(10).string(name).uint32(18).string(text).ldelim();
  writer.uint32(18).fork().uint32(9).double(value).uint32(16).int64(timeMs).ldelim();
  return compressSync(Buffer.from(writer.ldelim().finish()));
}

describe('POST /prometheus/api/v1/write', () => {
  const path = '/prometheus/api/v1/write';
  const headers = {
    'content-type': 'application/x-protobuf',
    'content-encoding': 'snappy',
    'x-prometheus-remote-write-version': '0.1.0',
  };

  it('takes samples without a word', async () => {
    const time = Date.now();
    const answer = await post(path, writeRequest({ __name__: 'mails', team: 'post' }, 7, time), headers);
    expect(answer.status).toBe(204);
    expect(test.sink.named('mails')).toEqual([
      { source: 'remote-write', labels: { __name__: 'mails', team: 'post' }, samples: [[time, 7]], ends: [] },
    ]);
  });

  it('says in text what it did not take', async () => {
    const answer = await post(path, writeRequest({ team: 'post' }, 7, Date.now()), headers);
    expect(answer.status).toBe(400);
    expect(answer.headers.get('content-type')).toContain('text/plain');
    expect(await answer.text()).toBe('1 of 1 samples were not taken: the series has no name\n');
  });

  it('is for operators', async () => {
    const body = writeRequest({ __name__: 'x' }, 1, Date.now());
    const { token: viewer } = await test.newToken('viewer');
    const { token: operator } = await test.newToken('operator');
    expect((await post(path, body, headers, viewer)).status).toBe(403);
    expect((await post(path, body, headers, operator)).status).toBe(204);
    const basic = `Basic ${Buffer.from(`any:${operator}`).toString('base64')}`;
    expect((await post(path, body, { ...headers, authorization: basic })).status).toBe(204);
    expect((await post(path, body, { ...headers, authorization: 'Basic eDp5' })).status).toBe(401);
  });

  it.each([
    ['a bomb', Buffer.from([0xff, 0xff, 0xff, 0xff, 0x0f, 1]), {}, 413],
    ['more than it reads', Buffer.alloc(17 * 1024 * 1024), {}, 413],
    ['garbage', Buffer.from('garbage'), {}, 400],
    ['nothing', Buffer.alloc(0), {}, 400],
    ['JSON', Buffer.from('{}'), { 'content-type': 'application/json' }, 415],
    ['gzip', Buffer.from('x'), { 'content-encoding': 'gzip' }, 415],
    [
      'remote write 2.0',
      Buffer.from('x'),
      { 'content-type': 'application/x-protobuf;proto=io.prometheus.write.v2.Request' },
      415,
    ],
  ])('refuses %s', async (_, body, more, status) => {
    const answer = await post(path, body, { ...headers, ...more });
    expect(answer.status).toBe(status);
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
  });
});
