/**
 * The agent explains itself in English sentences, which the command line, the API and old events carry as they are. Here are the
 * same sentences in Japanese; a test fails on a sentence of the agent that is missing. What a worker or its system said itself
 * (a line of a check's output, the text of an error) stays as it was said.
 */
type Turn = (...parts: string[]) => string;

const seconds = (text: string): string =>
  text.replace(/([\d.]+) (ms|s|min)\b/g, (_, amount: string, unit: string) => amount + units[unit]);
const units: Record<string, string> = { ms: 'ミリ秒', s: '秒', min: '分' };

/** Tried in order. A part that may be a sentence itself is put through `inJapanese` again. */
const sentences: readonly (readonly [string, string] | readonly [RegExp, Turn])[] = [
  // How a run ended.
  [
    /^(.+) \((ended by \S+|exit code \d+|nobody saw how it ended|its shim was killed.*|it ended while .*)\)$/,
    (why, how) => `${inJapanese(why)}（${inJapanese(how)}）`,
  ],
  [/^exit code (\d+): (.+)$/, (code, line) => `終了コード ${code}：${line}`],
  [/^exit code (\d+)$/, (code) => `終了コード ${code}`],
  [/^ended by (\S+)$/, (signal) => `${signal} で終了`],
  [/^killed by (\S+), not sent by Yagura$/, (signal) => `${signal} で終了（Yagura からではない）`],
  [/^killed by (SIG\S+): (.+)$/, (signal, line) => `${signal} で終了：${line}`],
  [/^killed by (\S+)$/, (signal) => `${signal} で終了`],
  [
    /^killed by the kernel: out of memory(?: \((.+)\))?$/,
    (how) => `メモリ不足のためカーネルが強制終了${how ? `（${inJapanese(how)}）` : ''}`,
  ],
  ['nobody saw how it ended', '終わり方は不明'],
  [
    /^its shim was killed, so nobody saw how it ended$/,
    () => '見届けるプロセスが強制終了され、終わり方は不明',
  ],
  ['its shim was killed', '見届けるプロセスが強制終了された'],
  ['it ended while Yagura was away, and so did its shim', 'Yagura の停止中に、見届けるプロセスとともに終了'],
  ['stopped before', '以前に停止済み'],
  ['stopped by an operator', '手動で停止'],
  [/^asked for by (.+)$/, (who) => `${actor(who)}の操作`],
  [/^Yagura was shut down by (.+)$/, (who) => `${actor(who)}の操作で Yagura を終了`],
  ['its configuration changed', '設定が変わった'],
  ['it is no longer configured', '設定から外された'],
  [
    /^its processes took (\d+) bytes of memory, the limit is (\d+)$/,
    (took, limit) => `メモリ使用量 ${mebibytes(took)} が上限 ${mebibytes(limit)} を超過`,
  ],
  ['ending what its last run left behind', '前回の実行が残したプロセスを終了しています'],
  ['its last run has not ended yet', '前回の実行がまだ終わっていない'],
  [/^these processes cannot be killed: (.+)$/, (which) => `強制終了できないプロセス：${which}`],

  // Starting.
  [
    /^waits for (.+)$/,
    (needs) =>
      `${needs.replaceAll('its spec (from the hub)', 'ハブからの設定').replaceAll('(started)', 'の起動').replaceAll('(healthy)', 'の正常確認').replaceAll(', ', '、')}を待っています`,
  ],
  ['its shim did not start it in time', '時間内に起動できなかった'],
  ['its shim could not start it', '起動できなかった'],
  [/^the shim could not be started: (.+)$/, (why) => `起動用のプロセスを開始できない：${why}`],
  ['limits: the process could not enter its cgroup', 'limits：プロセスを cgroup に入れられない'],
  ['cwd: the folder could not be entered', 'cwd：フォルダーに入れない'],
  ['logs: the log files could not be opened', 'logs：ログファイルを開けない'],
  ['user: needs the program setpriv (util-linux)', 'user：プログラム setpriv（util-linux）が必要'],
  [/^cwd: (.+) is not a folder$/, (folder) => `cwd：${folder} はフォルダーではない`],
  [/^cwd: no permission to enter (.+)$/, (folder) => `cwd：${folder} に入る権限がない`],
  [/^cwd: there is no folder (.+)$/, (folder) => `cwd：フォルダー ${folder} がない`],
  ['command: it is empty', 'command：空です'],
  [/^command: (.+) must not hold an equals sign$/, (name) => `command：${name} に等号は使えない`],
  ['command: it holds a NUL character', 'command：NUL 文字が含まれている'],
  [
    /^command: (.+) is in no folder of PATH \((.*)\)$/,
    (name, path) => `command：${name} が PATH のどのフォルダーにもない（${path}）`,
  ],
  [/^command: there is no file (.+)$/, (file) => `command：ファイル ${file} がない`],
  [/^command: (.+) is not executable$/, (file) => `command：${file} に実行権限がない`],
  [
    /^user: only root can run a worker as (.+); this agent runs as (.+)$/,
    (user, own) => `user：${user} として動かせるのは root だけ（エージェントは ${own} で稼働）`,
  ],
  [/^user: there is no user (.+) on this machine$/, (user) => `user：このマシンにユーザー ${user} はいない`],

  // Health, weighed.
  [/^(.+) \(and (\d+) more\)$/, (first, more) => `${inJapanese(first)}（ほか${more}件）`],
  [
    /^health check "(.+?)" failed(?: (\d+) times)?: (.+)$/,
    (check, times, why) => `チェック「${check}」が${times ? `${times}回続けて` : ''}失敗：${inJapanese(why)}`,
  ],
  [/^check "(.+)" passes and fails by turns$/, (check) => `チェック「${check}」が成功と失敗を繰り返している`],
  [/^no result yet of check "(.+)"$/, (check) => `チェック「${check}」の結果待ち`],
  [/^(.+), and it is idle$/, (why) => `${inJapanese(why)}、動作もなし`],
  [/^(.+), but it is working$/, (why) => `${inJapanese(why)}（動作はしている）`],
  [/^(.+), but no other check fails$/, (why) => `${inJapanese(why)}（ほかのチェックに失敗なし）`],
  [
    /^(stopped by|ended, but|paused by|waiting in)(.+) since (.+)$/,
    (start, rest, since) => `${inJapanese(start + rest)}（${since} から）`,
  ],
  ['stopped by a signal (T)', 'シグナルで一時停止中 (T)'],
  ['ended, but nobody collected it (Z)', '終了したが回収されていない (Z)'],
  ['paused by a debugger (t)', 'デバッガーで一時停止中 (t)'],
  ['waiting in the kernel (D)', 'カーネル内で待機中 (D)'],
  ['running', '稼働中'],
  ['not running', '動いていない'],
  [/^(\S+) failed$/, (worker) => `${worker} が失敗`],

  // Checks.
  ['not looked yet', 'まだ確認していない'],
  ['waiting for the first sign', '最初のハートビートを待っている'],
  [
    'the pattern takes too long, so it is no longer looked for',
    'パターンの照合に時間がかかりすぎるため、もう探していない',
  ],
  ['reports cannot arrive at the moment', 'いまは報告を受け取れない'],
  ['heartbeat received', 'ハートビートを受信'],
  [/^no heartbeat for (.+)$/, (time) => `${seconds(time)}間ハートビートなし`],
  ['the worker reported a failure', 'ワーカーが失敗を報告'],
  [/^reported exit code (.+)$/, (code) => `終了コード ${code} を報告`],
  [/^no log line for (.+)$/, (time) => `${seconds(time)}間ログ出力なし`],
  [
    /^(counter ".+"|log pattern \/.+\/|(?:size|age) of file .+) did not move for ([\d.]+ \w+)(?: \((.+)\))?$/,
    (what, time, why) => `${subject(what)}が${seconds(time)}間変化なし${why ? `（${inJapanese(why)}）` : ''}`,
  ],
  [
    /^(counter ".+?"|log pattern \/.+\/|(?:size|age) of file .+?): (.+)$/,
    (what, value) => `${subject(what)}：${inJapanese(value)}`,
  ],
  ['there is no such file', 'ファイルがない'],
  ['written', '書き込みあり'],
  [/^(\d+) bytes$/, (bytes) => `${bytes} バイト`],
  ['connected', '接続成功'],
  [/^status (\d+), expected (.+)$/, (status, wanted) => `ステータス ${status}（期待 ${wanted}）`],
  [/^status (\d+)$/, (status) => `ステータス ${status}`],
  [/^no answer within (.+)$/, (time) => `${seconds(time)}以内に応答なし`],
  [/^no connection within (.+)$/, (time) => `${seconds(time)}以内に接続できず`],
  [/^not finished within (.+)$/, (time) => `${seconds(time)}以内に終わらず`],
  [/^cannot run (.+?): (.+)$/, (program, why) => `${program} を実行できない：${inJapanese(why)}`],
  ['no such program or folder', 'プログラムかフォルダーがない'],
  ['not allowed to', '権限がない'],
  [/^no such user: (.+)$/, (user) => `ユーザー ${user} はいない`],
  ['connection refused', '接続を拒否された'],
  ['connection closed by the other side', '相手が接続を閉じた'],
  ['host name not found', 'ホスト名が見つからない'],
  ['host name not found (no answer from DNS)', 'ホスト名が見つからない（DNS の応答なし）'],
  ['host not reachable', 'ホストに到達できない'],
  ['network not reachable', 'ネットワークに到達できない'],
  ['connection timed out', '接続が時間切れ'],
  ['connection failed', '接続に失敗'],

  // The page of figures that a worker serves.
  [
    /^it answered status (\d+)(; redirects are not followed)?$/,
    (status, redirected) =>
      `ステータス ${status} が返った${redirected ? '（リダイレクト先は読まない）' : ''}`,
  ],
  [/^no whole answer within ([\d.]+ s)$/, (time) => `${seconds(time)}以内に応答が完了せず`],
  [/^the page has more than (\d+) bytes$/, (bytes) => `ページが ${mebibytes(bytes)} を超えている`],
  ['too many pages are being read at once, or too big ones', '同時に読むページが多すぎるか、大きすぎる'],
  ['the page is not valid gzip', 'ページの gzip が壊れている'],
  ['the page is not UTF-8', 'ページが UTF-8 ではない'],
  [/^the page cannot be read: (.+)$/, (why) => `ページの内容を解釈できない：${why}`],

  // How a check counts.
  [
    /^It is looked at every (.+?) and has (.+?) to answer\. After (\d+) failures?(?: in a row)? (.+?); (\d+) success(?:es)?(?: in a row)? makes? it well again\.(.*)$/,
    (every, limit, failures, verdict, successes, begins) =>
      `${seconds(every)}ごとに確認し、${seconds(limit)}以内の応答を求めます。${inARow(failures, '失敗')}すると${inJapanese(verdict)}。${inARow(successes, '成功')}すれば正常に戻ります。${afterStart(begins)}`,
  ],
  [
    /^A sign of life must come within (.+?)\. When none comes, or one that says that it failed, (.+?)\.( After .*)?$/,
    (within, verdict, begins) =>
      `${seconds(within)}以内にハートビートが必要です。届かないとき、または失敗の知らせが届いたときは、${inJapanese(verdict)}。${afterStart(begins)}`,
  ],
  [
    /^(.+) must move within (.+?)\. When it does not, (.+?), whatever other checks say\.(.*)$/,
    (what, within, verdict, begins) =>
      `${source(what)}が${seconds(within)}以内に動く必要があります。動かないときは、ほかのチェックの結果にかかわらず${inJapanese(verdict)}。${afterStart(begins)}`,
  ],
  [
    /^Something must be printed within (.+?)\. Silence is a hint: only when no other check could tell and the whole process tree is idle, (.+?); otherwise it is degraded\.(.*)$/,
    (within, verdict, begins) =>
      `${seconds(within)}以内に何か出力する必要があります。沈黙は手がかりにすぎないため、ほかに判断できるチェックがなく、プロセス全体に動きがないときに限って${inJapanese(verdict)}。それ以外は「一部異常」とします。${afterStart(begins)}`,
  ],
  ['the worker is unhealthy and is restarted', '異常とみなして再起動します'],
  [
    'the worker is unhealthy; it is not Yagura that runs it',
    '異常とみなします（Yagura が動かしているものではないため、再起動はしません）',
  ],

  // Yagura's own parts.
  ['not connected yet', 'まだ接続していない'],
  [/^away since (.+)$/, (since) => `${since} から未接続`],
  [/^the config was not applied: (.+)$/s, (why) => `設定を適用できず：${why}`],
  [
    /^the config has mistakes; running by what was applied before\. (.+)$/s,
    (why) => `設定に誤りがあるため、前回適用した内容で稼働中：${why}`,
  ],
  [/^events wait in memory: (.+)$/, (why) => `イベントはメモリで待機中：${why}`],
  [/^SIGKILL does not end (.+)$/, (which) => `SIGKILL でも終了しない：${which.replaceAll(' of ', '：')}`],
  [
    /^([\d.]+) MiB of ([\d.]+) MiB are free where the logs are \((.+?)\); (.+)$/,
    (free, size, where, then) =>
      `ログの置き場所 ${where} の空きは ${size} MiB のうち ${free} MiB。${inJapanese(then)}`,
  ],
  [
    'logs have blocks reserved ahead, workers can go on writing',
    'ログの領域は確保済みで、ワーカーは書き込みを続けられます',
  ],
  [
    /^no blocks could be reserved for (.+): their next lines may be lost$/,
    (which) => `${which} の領域を確保できず、ログの続きが失われるおそれがあります`,
  ],
  [
    /^The filesystem of (\S+) cannot free the oldest part of a file, so logs are cut whole files at a time(.*)$/,
    (where) =>
      `${where} のファイルシステムはファイルの古い部分だけを解放できないため、ログはファイル単位で切り詰めます`,
  ],
  [/^Log upkeep: (.+)$/, (why) => `ログの手入れに失敗：${why}`],

  // What a machine does not let its agent do.
  ['this kernel does not report pressure (PSI)', 'このカーネルはリソース待ち（PSI）を報告しません'],
  ['the figures of workers need /proc, which only Linux has', '計測には Linux の /proc が必要です'],
  ['setsid is missing: a worker shares its shim’s session', 'setsid がありません'],
  ['setpriv is missing', 'setpriv がありません'],
  ['needs /proc', '/proc が必要です'],
  ['no cgroups on this machine', 'このマシンに cgroup がありません'],
  [/^cgroups: (.+)$/, (why) => `cgroup：${why}`],

  // How to mend it.
  [
    'Make room on this disk. Nothing has to be started again.',
    'このディスクに空きを作ってください。再起動は不要です。',
  ],
  [
    'Make room on this disk, or make the home writable. Events wait in memory until then.',
    'このディスクに空きを作るか、ホームに書き込めるようにしてください。それまでイベントはメモリで待ちます。',
  ],
  [
    'Make room on this disk, or make the home writable. Until then a restart of Yagura may forget what was decided last.',
    'このディスクに空きを作るか、ホームに書き込めるようにしてください。それまでは Yagura を再起動すると直前の判断が失われることがあります。',
  ],
  [
    'Keep the home on ext4, xfs, btrfs or tmpfs, where the oldest part of a log can be given back.',
    'ホームを ext4、xfs、btrfs、tmpfs のいずれかに置くと、ログの古い部分を解放できます。',
  ],
  [
    'The kernel holds these processes, mostly for a disk or network share that does not answer: mend that, or restart the machine.',
    'カーネルがこれらのプロセスを離しません。多くは応答しないディスクや共有フォルダーが原因です。それを直すか、マシンを再起動してください。',
  ],
  [
    'Make room on the disk of the home, or make it writable. Figures wait in memory until then, a bounded number of them.',
    'ホームのあるディスクに空きを作るか、書き込めるようにしてください。それまで計測値は上限までメモリで待ちます。',
  ],
  [
    'Make room on the disk of the home, or make it writable. Errors that were printed wait in the file of the logs until then, a bounded number of them.',
    'ホームのあるディスクに空きを作るか、書き込めるようにしてください。それまで出力されたエラーは、上限までログのファイルで待ちます。',
  ],
  [
    'Make room on the disk of the home, or make it writable. Workers go on printing into their own logs, and what was not read yet is read then.',
    'ホームのあるディスクに空きを作るか、書き込めるようにしてください。ワーカーは自分のログへの出力を続け、未読の分はその後に読み込まれます。',
  ],
  [
    'Write simpler patterns for logs.scrub in yagura.yaml, then: yagura apply',
    'yagura.yaml の logs.scrub をより単純なパターンに書き換え、yagura apply を実行してください。',
  ],
  [/^errors cannot be (?:kept|written): (.+)$/, (why) => `エラーを保存できない：${why}`],
  [/^logs cannot be kept: (.+)$/, (why) => `ログを保存できない：${why}`],
  [
    /^patterns of logs\.scrub took too long and are no longer looked for: (.+)$/,
    (patterns) => `logs.scrub のパターンに時間がかかりすぎるため、適用を中止：${patterns}`,
  ],
  [
    /^errors among the logs are not taken: the oldest (\d+) of them were dropped$/,
    (count) => `ログ内のエラーが受け取られず、古いものから${count}件を破棄`,
  ],
  [
    'Nothing has to be done: new figures are kept in a new file, the broken one lies beside it.',
    '対処は不要です。新しい計測値は新しいファイルに保存され、壊れたファイルは同じ場所に残してあります。',
  ],
  [
    'It goes on by itself. If it comes again: the machine has too much to do, or was asleep.',
    '自動で元に戻ります。繰り返すときは、マシンの負荷が高すぎるか、スリープしていたことが考えられます。',
  ],
  [
    'Let NTP keep the clocks. Nothing has to be started again.',
    'NTP で時計を合わせてください。再起動は不要です。',
  ],
  [
    'See whether the disk is slow or full, or one worker prints or fails without end.',
    'ディスクが遅い・満杯でないか、際限なく出力や失敗を続けるワーカーがないかを確認してください。',
  ],
  [
    'Mend what fires in masses, or make rules narrower that find thousands of things.',
    '大量に出ている異常を解消するか、対象の多すぎるルールを絞ってください。',
  ],
  [
    'See own-logs/hub.log in the home. If it stays so: yagura down --keep-workers, then yagura up',
    'ホームの own-logs/hub.log を確認してください。続くときは yagura down --keep-workers のあと yagura up を実行してください。',
  ],
  [
    'See whether the monitor of watchdog.heartbeat in yagura.yaml answers, and with 2xx.',
    'yagura.yaml の watchdog.heartbeat の監視先が 2xx で応答しているかを確認してください。',
  ],
  [
    'Write a simpler pattern in yagura.yaml, then: yagura apply',
    'yagura.yaml のパターンを簡単にして yagura apply を実行してください。',
  ],
  [
    'Make the folder of the logs writable for the user that Yagura runs as.',
    'Yagura を動かしているユーザーがログのフォルダーに書き込めるようにしてください。',
  ],
  [
    'The hub brings it back by itself, and the workers go on meanwhile. If it stays away: yagura down --keep-workers, then yagura up',
    'ハブが自動で復旧し、その間もワーカーは動き続けます。戻らないときは yagura down --keep-workers のあと yagura up を実行してください。',
  ],
  [
    'Give metrics.statsd in yagura.yaml another port, or end the other program; then: yagura down --keep-workers, and yagura up',
    'yagura.yaml の metrics.statsd を別のポートにするか、ほかのプログラムを終了してから、yagura down --keep-workers と yagura up を実行してください。',
  ],
  [
    'See whether the store of metrics.store in yagura.yaml answers, and takes what it is sent. Samples wait on disk until then; the oldest go when that is full.',
    'yagura.yaml の metrics.store に書いたストアが応答し、送った値を受け付けるか確認してください。それまでサンプルはディスクで待ち、いっぱいになると古いものから捨てられます。',
  ],
  ['Correct yagura.yaml, then: yagura apply', 'yagura.yaml を直して yagura apply を実行してください。'],
  [
    'See whether something is missing that was changed since that backup. Nothing else has to be done.',
    'そのバックアップ以降の変更が抜けていないか確認してください。ほかの作業は不要です。',
  ],
  [
    'Make room on the disk of the home, or make it writable. Yagura goes on by itself as soon as it can write; the workers never waited for it.',
    'ホームのディスクに空きを作るか、書き込めるようにしてください。書き込めるようになれば自動で再開します。ワーカーは止まっていません。',
  ],
];

const whole = new Map(sentences.filter((pair) => typeof pair[0] === 'string') as [string, string][]);
const patterns = sentences.filter((pair) => typeof pair[0] !== 'string') as [RegExp, Turn][];

/** The sentence in Japanese; as it is when it is not one of the agent's. */
export function inJapanese(text: string): string {
  const known = whole.get(text);
  if (known !== undefined) return known;
  for (const [pattern, turn] of patterns) {
    const match = pattern.exec(text);
    // A group that took no part is undefined, which its turn takes for "nothing".
    if (match) return turn(...match.slice(1).map((part) => part ?? ''));
  }
  return text;
}

/** By whom; `token:NAME` stands in events of before. */
function actor(who: string): string {
  if (who === 'the command line') return 'コマンドライン';
  if (who === 'the page') return 'ページ';
  const [, token] = /^the token "(.+)"$/.exec(who) ?? [];
  if (token !== undefined) return `トークン「${token}」`;
  const [, session] = /^the page \(token "(.+)"\)$/.exec(who) ?? [];
  return session === undefined ? `${who} ` : `ページ（トークン「${session}」）`;
}

const inARow = (count: string, what: string) => (count === '1' ? `1回${what}` : `${count}回続けて${what}`);

function afterStart(begins: string): string {
  const [, time] = /^ After a start, failures do not count for (.+)\.$/.exec(begins) ?? [];
  return time === undefined ? begins : `起動から${seconds(time)}間の失敗は数えません。`;
}

/** What moves when work is done. */
function source(what: string): string {
  const [, counter] = /^The counter "(.+)"$/.exec(what) ?? [];
  if (counter !== undefined) return `カウンター「${counter}」`;
  const [, pattern] = /^What matches (\/.+\/) in the log$/.exec(what) ?? [];
  if (pattern !== undefined) return `ログの ${pattern} `;
  const [, measure, path] = /^The (size|time of change) of (.+)$/.exec(what) ?? [];
  return measure === undefined ? what : `${path} の${measure === 'size' ? 'サイズ' : '更新時刻'}`;
}

function subject(what: string): string {
  const [, counter] = /^counter "(.+)"$/.exec(what) ?? [];
  if (counter !== undefined) return `カウンター「${counter}」`;
  const [, pattern] = /^log pattern (.+)$/.exec(what) ?? [];
  if (pattern !== undefined) return `ログの ${pattern} `;
  const [, measure, path] = /^(size|age) of file (.+)$/.exec(what) ?? [];
  return `ファイル ${path} の${measure === 'size' ? 'サイズ' : '更新時刻'}`;
}

const mebibytes = (bytes: string) => `${Math.round(Number(bytes) / 1024 ** 2)} MiB`;
