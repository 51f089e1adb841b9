import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { readConfig } from './index.ts';

async function read(alerts: string) {
  const dir = mkdtempSync(join(tmpdir(), 'yagura-config-'));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  const path = join(dir, 'yagura.yaml');
  writeFileSync(path, `workers: {}\n${alerts}`);
  return (await readConfig(path)).config.alertFlow;
}
const mistakesOf = (alerts: string) =>
  read(alerts).then(
    () => [],
    (error: { errors: { path: string; message: string }[] }) =>
      error.errors.map(({ message }) => message).join('\n'),
  );

it('reads what covers what as alertmanager.yml says it, and how long alerts are held', async () => {
  expect(await read('')).toEqual({ inhibit: [], holdMs: 30_000 });
  expect(
    await read(`alerts:
  hold: 2m
  inhibit:
    - {source_matchers: ['alertname="Down"'], target_matchers: ['team=~"post|mail"', severity!=critical], equal: [host]}
`),
  ).toEqual({
    holdMs: 120_000,
    inhibit: [
      { source: ['alertname="Down"'], target: ['team=~"post|mail"', 'severity!=critical'], equal: ['host'] },
    ],
  });
});

it('refuses matchers that are none, expressions that are none, and too long a hold', async () => {
  const rule = (matcher: string) =>
    `alerts: {inhibit: [{source_matchers: [${JSON.stringify(matcher)}], target_matchers: [a=b]}]}\n`;
  expect(await mistakesOf(rule('alertname'))).toContain('expected a matcher such as');
  expect(await mistakesOf(rule('a=~"("'))).toContain("RE2's syntax");
  expect(await mistakesOf('alerts: {inhibit: [{source_matchers: [], target_matchers: [a=b]}]}\n')).toContain(
    'one matcher',
  );
  expect(await mistakesOf('alerts: {hold: 31m}\n')).toContain('a duration from');
  expect(await mistakesOf('alerts: {hold: 0s}\n')).toEqual([]);
});
