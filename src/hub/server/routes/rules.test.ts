import { afterAll, beforeAll, expect, it } from 'vitest';
import type { RuleCheck, RulePage, RuleView } from '../../alerts/index.ts';
import { startTestServer, type TestServer } from '../testing/test-server.ts';

let test: TestServer;
beforeAll(async () => {
  test = await startTestServer();
});
afterAll(() => test.close());

const rules = '/api/v1/rules';
const json = async <Body>(answer: Response) => (await answer.json()) as Body;
const highLoad = { name: 'HighLoad', expr: 'load > 5', for: '2m', annotations: { summary: '{{ $value }}' } };

it('lists the rules that Yagura brings along, page by page, and how they are', async () => {
  const first = await json<RulePage>(await test.ask('GET', `${rules}?limit=2`));
  expect(first.rules.map(({ name }) => name)).toEqual(['CrashLoop', 'DiskFilling']);
  expect(first.rules[0]).toMatchObject({
    kind: 'event',
    origin: 'default',
    on: 'crash-loop',
    now: { state: 'ok' },
  });
  const second = await json<RulePage>(await test.ask('GET', `${rules}?limit=2&cursor=${first.next}`));
  expect(second.rules[0]?.name).toBe('ErrorSpike');
  expect((await json<RulePage>(await test.ask('GET', `${rules}?origin=page`))).rules).toEqual([]);
});

it('makes, changes, exports and deletes a rule, with roles and audit', async () => {
  const { token: viewer } = await test.newToken('viewer');
  expect((await test.ask('POST', rules, { body: { rule: highLoad }, token: viewer })).status).toBe(403);
  const made = await test.ask('POST', rules, { body: { rule: highLoad } });
  expect(made.status).toBe(201);
  expect(await json<RuleView>(made)).toMatchObject({
    name: 'HighLoad',
    origin: 'page',
    forMs: 120_000,
    written: { for: '2m' },
    changedBy: 'token:home',
  });
  expect((await test.ask('POST', rules, { body: { rule: highLoad } })).status).toBe(409);
  const changed = await test.ask('PUT', `${rules}/HighLoad`, {
    body: { rule: { ...highLoad, expr: 'load > 6' } },
  });
  expect(await json<RuleView>(changed)).toMatchObject({ expr: 'load > 6' });
  const text = await (await test.ask('GET', '/api/v1/rules.yaml')).text();
  expect(text).toContain('name: HighLoad');
  expect((await test.ask('DELETE', `${rules}/HighLoad`)).status).toBe(204);
  expect((await test.ask('GET', `${rules}/HighLoad`)).status).toBe(404);
  const audit = await json<{ entries: { action: string; target: string | null; outcome: string }[] }>(
    await test.ask('GET', '/api/v1/audit'),
  );
  const acts = audit.entries.filter(({ action }) => action.startsWith('rule.'));
  expect(acts.map(({ action, target, outcome }) => `${action} ${target} ${outcome}`)).toEqual([
    'rule.delete rule HighLoad done',
    'rule.change rule HighLoad done',
    'rule.create rule HighLoad conflict',
    'rule.create rule HighLoad done',
    'rule.create null forbidden',
  ]);
});

it('says what is wrong with a rule before it is kept, and refuses to keep it', async () => {
  const bad = { name: 'Bad', expr: 'load > 5 and load < 1', annotations: { summary: '{{ $lable }}' } };
  const check = await json<RuleCheck>(await test.ask('POST', `${rules}/check`, { body: { rule: bad } }));
  expect(check.mistakes.map(({ path }) => path)).toEqual(['expr', 'annotations.summary']);
  expect(check.preview).toBeNull();
  const refused = await test.ask('POST', rules, { body: { rule: bad } });
  expect(refused.status).toBe(400);
  expect(await refused.json()).toMatchObject({
    code: 'bad_request',
    errors: [{ path: 'rule.expr' }, { path: 'rule.annotations.summary' }],
  });
  const shapeless = await test.ask('POST', rules, {
    body: { rule: { name: 'X', expr: 'load > 1', for: 'soon' } },
  });
  expect(await shapeless.json()).toMatchObject({ errors: [{ path: 'body.rule.for' }] });
  expect((await test.ask('POST', rules, { body: { rule: { name: 'X' } } })).status).toBe(400);
});

it('shows what to draw of a rule, and when it would have fired', async () => {
  const rule = { ...highLoad, resolve: 'load < 3' };
  const check = await json<RuleCheck>(await test.ask('POST', `${rules}/check`, { body: { rule } }));
  expect(check).toMatchObject({
    mistakes: [],
    warnings: [{ path: 'expr', message: 'there are no figures called load' }, { path: 'resolve' }],
    preview: {
      parts: [{ expr: 'load', op: '>', threshold: 5, thresholdExpr: '5' }],
      resolve: [{ expr: 'load', op: '<', threshold: 3 }],
      found: 0,
      series: 0,
    },
  });
  expect(await json(await test.ask('POST', `${rules}/backtest`, { body: { rule } }))).toMatchObject({
    fired: 0,
    episodes: [],
    stepMs: 15_000,
  });
});

it('lets a rule fire as a test, and tells what it found', async () => {
  const tested = await test.ask('POST', `${rules}/WorkerDown/test`);
  expect(tested.status).toBe(202);
  const { conditions } = await json<{ conditions: object[] }>(
    await test.ask('GET', `${rules}/WorkerDown/conditions`),
  );
  expect(conditions).toMatchObject([{ state: 'firing', test: true, labels: { yagura_test: 'true' } }]);
  expect((await test.ask('POST', `${rules}/Nobody/test`)).status).toBe(404);
});

it('waits for a heartbeat at an address of its own, which needs no token and is not for viewers', async () => {
  const made = await test.ask('POST', rules, {
    body: { rule: { name: 'Backup', heartbeat: { every: '1d' } } },
  });
  const { pingUrl, lastPingAt } = await json<{ pingUrl: string; lastPingAt: string | null }>(made);
  expect(lastPingAt).toBeNull();
  expect((await fetch(pingUrl)).status).toBe(200);
  expect((await fetch(`${pingUrl}/start`)).status).toBe(200);
  const { token } = await test.newToken('viewer', 'onlooker');
  const seen = await json<{ pingUrl: string | null; lastPingAt: string | null }>(
    await test.ask('GET', `${rules}/Backup`, { token }),
  );
  expect(seen.pingUrl).toBeNull();
  expect(seen.lastPingAt).not.toBeNull();
  expect((await fetch(`${pingUrl}/1`, { method: 'POST' })).status).toBe(200);
  expect(test.rules.evaluation.conditions().filter(({ rule }) => rule === 'Backup')).toMatchObject([
    { state: 'firing' },
  ]);
});
