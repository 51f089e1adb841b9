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
  // How a check counts.
  ' After a start, failures do not count for 7.',
  'It is looked at every 7 and has 7 to answer. After 7 7; 7 7 it well again.7',
  'A sign of life must come within 7. When none comes, or one that says that it failed, 7.7',
  '} in a row',
  'The counter "7"',
  'What matches /7/ in the log',
  'The size of 7',
  'The time of change of 7',
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
      'it answered status 301; redirects are not followed',
      'ステータス 301 が返った（リダイレクト先は読まない）',
    ],
    ['no whole answer within 2.5 s', '2.5秒以内に応答が完了せず'],
    ['the page has more than 10485760 bytes', 'ページが 10 MiB を超えている'],
    [
      'health check "progress" failed: log pattern /synced=(\\d+)/ did not move for 12 s (ended by SIGTERM)',
      'チェック「progress」が失敗：ログの /synced=(\\d+)/ が12秒間変化なし（SIGTERM で終了）',
    ],
    [
      'health check "http" failed 3 times: connection refused (and 1 more)',
      'チェック「http」が3回続けて失敗：接続を拒否された（ほか1件）',
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
    [
      'It is looked at every 2 s and has 1 s to answer. After 3 failures in a row the worker is unhealthy and is restarted; 1 success makes it well again. After a start, failures do not count for 10 s.',
      '2秒ごとに確認し、1秒以内の応答を求めます。3回続けて失敗すると異常とみなして再起動します。1回成功すれば正常に戻ります。起動から10秒間の失敗は数えません。',
    ],
    [
      'A sign of life must come within 15 s. When none comes, or one that says that it failed, the worker is unhealthy; it is not Yagura that runs it.',
      '15秒以内にハートビートが必要です。届かないとき、または失敗の知らせが届いたときは、異常とみなします（Yagura が動かしているものではないため、再起動はしません）。',
    ],
    [
      'The counter "pages_read" must move within 30 s. When it does not, the worker is unhealthy and is restarted, whatever other checks say.',
      'カウンター「pages_read」が30秒以内に動く必要があります。動かないときは、ほかのチェックの結果にかかわらず異常とみなして再起動します。',
    ],
    [
      'The time of change of out/x.csv must move within 1 min. When it does not, the worker is unhealthy and is restarted, whatever other checks say. After a start, failures do not count for 5 s.',
      'out/x.csv の更新時刻が1分以内に動く必要があります。動かないときは、ほかのチェックの結果にかかわらず異常とみなして再起動します。起動から5秒間の失敗は数えません。',
    ],
    [
      'Something must be printed within 1 min. Silence is a hint: only when no other check could tell and the whole process tree is idle, the worker is unhealthy and is restarted; otherwise it is degraded.',
      '1分以内に何か出力する必要があります。沈黙は手がかりにすぎないため、ほかに判断できるチェックがなく、プロセス全体に動きがないときに限って異常とみなして再起動します。それ以外は「一部異常」とします。',
    ],
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
