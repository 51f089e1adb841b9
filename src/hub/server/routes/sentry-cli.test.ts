/** What sentry-cli 3.8 was seen to send and to make of answers; test/contracts runs it itself. */
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { usualMapsRetention } from '../../errors/sentry/index.ts';
import { bundleOfMap, sha1Of } from '../../errors/sentry/testing/bundles.ts';
import { startTestServer, type TestServer } from '../testing/index.ts';

const debugId = '98274f30-20cf-559d-bbfc-8f2768cab028';
const map = '{"version":3,"sources":["../src/pay.ts"],"names":[],"mappings":"AACE"}';
const bundle = bundleOfMap({ code: 'b();', map, debugId });
const checksum = sha1Of(bundle);
const organization = '/api/0/organizations/yagura';

let test: TestServer;
beforeAll(async () => {
  test = await startTestServer();
  await test.sentry.declare({
    projects: [{ name: 'shop', worker: 'mailer', rate: 100, origins: [] }],
    sourceMaps: usualMapsRetention,
  });
});
afterAll(() => test.close());

const send = (parts: Record<string, Buffer>, root = organization, token = test.token) => {
  const form = new FormData();
  for (const [name, data] of Object.entries(parts)) {
    const [field = '', file = ''] = name.split(' ');
    form.append(field, new Blob([new Uint8Array(data)]), file);
  }
  return fetch(`${test.url}${root}/chunk-upload/`, {
    method: 'POST',
    body: form,
    headers: { authorization: `Bearer ${token}` },
  });
};
const assemble = async (more: Record<string, unknown> = {}) => {
  const body = { checksum, chunks: [checksum], projects: ['shop'], version: 'shop@1', ...more };
  const answer = await test.ask('POST', `${organization}/artifactbundle/assemble/`, { body });
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
};

it('says how to upload: relative to itself for sentry-cli, in full for others', async () => {
  const told = async (headers = {}) =>
    (await (await test.ask('GET', `${organization}/chunk-upload/`, { headers })).json()) as Record<
      string,
      unknown
    >;
  expect(await told()).toMatchObject({
    url: `${test.url}${organization}/chunk-upload/`,
    chunkSize: 1_048_576,
    hashAlgorithm: 'sha1',
    accept: expect.arrayContaining(['artifact_bundles']),
  });
  expect(await told({ 'user-agent': 'sentry-cli/3.8.0' })).toMatchObject({
    url: '/organizations/yagura/chunk-upload/',
  });
});

it('takes a bundle in parts, packed or not, and finds its map for the next event', async () => {
  expect((await assemble()).body).toEqual({ state: 'not_found', missingChunks: [checksum] });
  expect((await send({ [`file_gzip ${checksum}`]: gzipSync(bundle) })).status).toBe(200);
  expect((await assemble()).body).toEqual({ state: 'ok', missingChunks: [] });
  const [project] = test.sentry.projects.all().filter(({ name }) => name === 'shop');
  const event = {
    release: 'shop@1',
    exception: {
      values: [
        {
          type: 'Error',
          stacktrace: { frames: [{ abs_path: 'https://x.example/static/mail.js', lineno: 1, colno: 1 }] },
        },
      ],
    },
  };
  const answer = await test.ask('POST', `/sentry/api/${project?.id}/store/?sentry_key=${project?.key}`, {
    body: event,
    token: null,
  });
  expect(answer.status).toBe(200);
  expect(test.reported.at(-1)?.exceptions[0]?.frames[0]).toMatchObject({ file: 'src/pay.ts', line: 2 });
});

it('is found under /sentry as well', async () => {
  expect((await send({ [`file ${checksum}`]: bundle }, '/sentry/api/0/organizations/other')).status).toBe(
    200,
  );
});

it('refuses in words what it cannot take', async () => {
  const refused = async (answer: Promise<Response>) => {
    const { status, ...response } = await answer.then(async (one) => ({
      status: one.status,
      ...((await one.json()) as { code: string; detail: string }),
    }));
    return { status, code: response.code, detail: response.detail };
  };
  expect(await refused(send({ 'file notes.txt': bundle }))).toEqual({
    status: 400,
    code: 'bad_request',
    detail: expect.stringContaining('SHA-1'),
  });
  expect(await refused(send({ [`file ${'0'.repeat(40)}`]: bundle }))).toMatchObject({ status: 400 });
  expect(await refused(send({ [`file ${checksum}`]: Buffer.alloc(6e6) }))).toMatchObject({ status: 413 });
  expect(await refused(send({ [`file_gzip ${checksum}`]: gzipSync(Buffer.alloc(50e6)) }))).toMatchObject({
    status: 413,
  });
  const { token } = await test.newToken('viewer');
  expect(await refused(send({ [`file ${checksum}`]: bundle }, organization, token))).toMatchObject({
    status: 403,
  });
  const garbled = fetch(`${test.url}${organization}/chunk-upload/`, {
    method: 'POST',
    body: 'garbage',
    headers: { authorization: `Bearer ${test.token}`, 'content-type': 'multipart/form-data; boundary=x' },
  });
  expect(await refused(garbled)).toMatchObject({ status: 400 });
  expect(await assemble({ projects: ['nobody'] })).toMatchObject({ status: 400 });
  expect(await assemble({ checksum: 'x' })).toMatchObject({ status: 400 });
  expect(await assemble({ version: 'a/b' })).toMatchObject({ status: 400 });
});

it('knows releases, and takes a deploy for one that people mark', async () => {
  const releases = `${organization}/releases/`;
  const made = await test.ask('POST', releases, { body: { version: 'shop@2', projects: ['shop'] } });
  expect([made.status, await made.json()]).toMatchObject([
    201,
    { version: 'shop@2', projects: [{ slug: 'shop' }] },
  ]);
  expect((await test.ask('POST', releases, { body: { version: 'shop@2', projects: ['shop'] } })).status).toBe(
    208,
  );
  expect((await test.ask('PUT', `${releases}shop@2/`, { body: { dateReleased: 'now' } })).status).toBe(200);
  expect((await test.ask('GET', `${releases}shop@9/`)).status).toBe(404);
  const deployed = await test.ask('POST', `${releases}shop@2/deploys/`, {
    body: { environment: 'production' },
  });
  expect([deployed.status, await deployed.json()]).toMatchObject([201, { environment: 'production' }]);
  expect(test.errors.deploys(0, 1)).toMatchObject([{ version: 'shop@2', worker: 'mailer' }]);
  const listed = await test.ask('GET', '/api/0/projects/yagura/shop/releases/');
  expect(await listed.json()).toMatchObject([{ version: 'shop@2' }, { version: 'shop@1' }]);
  expect((await test.ask('DELETE', `${releases}shop@2/`)).status).toBe(204);
  expect((await test.ask('GET', `${releases}shop@2/`)).status).toBe(404);
});
