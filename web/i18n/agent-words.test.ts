import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { inJapanese } from './agent-words.ts';

const workers = fileURLToPath(new URL('../../src/agent/workers/', import.meta.url));
/** Files whose texts are programs or messages for the log, not sentences about a worker. */
const silent = new Set([
  'shim.ts',
  'slot.ts',
  'end-tree.ts',
  'memory.ts',
  'cgroup.ts',
  'schedule.ts',
  'supervisor.ts',
]);
/** Texts that nobody is shown, or that are only put together with others that are looked at by themselves. */
const parts = new Set([
  '7…', // a long detail that was cut
  '7 ms',
  '7 min',
  '7: 7',
  '7 (7)',
  '7, 7',
  ' (and 7 more)',
  ' 7 times',
  '7 since 7',
  'but it is working',
  'but no other check fails',
  '7 did not move for 77',
  'counter "7"',
  'log pattern /7/',
  '7 of file 7',
  'health check "7" failed7: 7',
  '7 is external: Yagura watches it but does not run it', // the refusal of an action
  '7 (started)',
]);

/** Every text of more than a word in the agent's sources, with 7 for what is filled in. */
function textsOf(file: string): string[] {
  const source = readFileSync(workers + file, 'utf8')
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/(^|\s)\/\/.*$/gm, '')
    .replace(/^import .*$/gm, '');
  return [...source.matchAll(/'((?:[^'\\\n]|\\.)*)'|`((?:[^`\\]|\\.)*)`/g)]
    .map(([, plain, template]) => plain ?? (template ?? '').replace(/\$\{(?:[^{}]|\{[^{}]*\})*\}?/g, '7'))
    .map((text) => text.replace(/ ?\($/, ''))
    .filter((text) => /\S \S/.test(text) && /[a-z]{2}/.test(text));
}

const files = readdirSync(workers, { recursive: true, encoding: 'utf8' }).filter(
  (path) => path.endsWith('.ts') && !/test|\/index|testing/.test(path) && !silent.has(path),
);

describe('the sentences of the agent in Japanese', () => {
  it('are complete', () => {
    const texts = files.flatMap(textsOf);
    expect(texts.length).toBeGreaterThan(60);
    expect(texts.filter((text) => !parts.has(text) && inJapanese(text) === text)).toEqual([]);
  });

  it.each([
    [
      'health check "progress" failed: log pattern /synced=(\\d+)/ did not move for 12 s (ended by SIGTERM)',
      'チェック「progress」が不合格：ログの /synced=(\\d+)/ が12秒間変化なし（SIGTERM で終了）',
    ],
    [
      'health check "http" failed 3 times: connection refused (and 1 more)',
      'チェック「http」が3回続けて不合格：接続を拒否された（ほか1件）',
    ],
    [
      'stopped by a signal (T) since 14:45:00 (ended by SIGKILL)',
      'シグナルで一時停止中 (T)（14:45:00 から）（SIGKILL で終了）',
    ],
    [
      'killed by the kernel: out of memory (ended by SIGKILL)',
      'メモリ不足のためカーネルが強制終了（SIGKILL で終了）',
    ],
    ['asked for by the command line (ended by SIGTERM)', 'コマンドラインの操作（SIGTERM で終了）'],
    ['asked for by the page', 'ページの操作'],
    ['asked for by the token "ci"', 'トークン「ci」の操作'],
    ['asked for by the page (token "ci")', 'ページ（トークン「ci」）の操作'],
    ['asked for by token:home', 'token:home の操作'],
    ['counter "pages_read": 12', 'カウンター「pages_read」：12'],
    [
      'size of file a b did not move for 1.5 min (there is no such file)',
      'ファイル a b のサイズが1.5分間変化なし（ファイルがない）',
    ],
    ['no log line for 2 s, but it is working', '2秒間ログ出力なし（動作はしている）'],
    ['waits for db (healthy), queue (started)', 'db の正常確認、queue の起動を待っています'],
    [
      'its processes took 134217728 bytes of memory, the limit is 104857600 (exit code 0)',
      'メモリ使用量 128 MiB が上限 100 MiB を超過（終了コード 0）',
    ],
  ])('%s', (said, expected) => {
    expect(inJapanese(said)).toBe(expected);
  });

  it('tell how to mend Yagura, all of it', () => {
    const source = readFileSync(
      fileURLToPath(new URL('../../src/hub/fleet/mend.ts', import.meta.url)),
      'utf8',
    );
    const cures = [...source.matchAll(/'([A-Z][^'\n]{20,})'/g)].map(([, text]) => text ?? '');
    expect(cures.length).toBeGreaterThan(8);
    expect(cures.filter((cure) => inJapanese(cure) === cure)).toEqual([]);
  });

  it.each([
    [
      '3.1 MiB of 40.0 MiB are free where the logs are (/a b); no blocks could be reserved for mailer: their next lines may be lost',
      'ログの置き場所 /a b の空きは 40.0 MiB のうち 3.1 MiB。mailer の領域を確保できず、ログの続きが失われるおそれがあります',
    ],
    ['SIGKILL does not end 7, 8 of mailer', 'SIGKILL でも終了しない：7, 8：mailer'],
    ['this kernel does not report pressure (PSI)', 'このカーネルはリソース待ち（PSI）を報告しません'],
  ])('say what is wrong with Yagura itself: %s', (said, expected) => {
    expect(inJapanese(said)).toBe(expected);
  });

  it('leave alone what a worker said itself', () => {
    expect(inJapanese('queue "mail" is empty')).toBe('queue "mail" is empty');
    expect(inJapanese('exit code 2: no mail today')).toBe('終了コード 2：no mail today');
  });
});
