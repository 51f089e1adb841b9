import { describe, expect, test } from 'vitest';
import type { Level } from '../record.ts';
import { readText } from './index.ts';

const read = (line: string) => {
  const { level, message } = readText(line, 0);
  return [level, message];
};

describe('headers of loggers', () => {
  test.each<[logger: string, line: string, level: Level | null, message: string]>([
    ['a bare level', 'ERROR cannot send', 'error', 'cannot send'],
    ['a bare level', 'WARN: slow', 'warn', 'slow'],
    ['Python', '2026-05-01 12:00:00,123 - shop.mail - ERROR - cannot send', 'error', 'cannot send'],
    ['Python', 'ERROR:shop.mail:cannot send', 'error', 'cannot send'],
    ['Spring Boot', '2026-05-01T12:00:00.123Z  WARN 123 --- [main] c.e.shop.Mail  : slow', 'warn', 'slow'],
    ['Celery', '[2026-05-01 12:00:00,123: ERROR/MainProcess] Task failed', 'error', 'Task failed'],
    ['Gunicorn', '[2026-05-01 12:00:00 +0000] [123] [ERROR] cannot send', 'error', 'cannot send'],
    [
      'Uvicorn',
      'INFO:     127.0.0.1:80 - "GET / HTTP/1.1" 200 OK',
      'info',
      '127.0.0.1:80 - "GET / HTTP/1.1" 200 OK',
    ],
    ['Loguru', '2026-05-01 12:00:00.123 | ERROR    | mail:send:12 - cannot send', 'error', 'cannot send'],
    ['structlog', '2026-05-01 12:00:00 [error    ] cannot send   order=7', 'error', 'cannot send   order=7'],
    ['PostgreSQL', '2026-05-01 12:00:00.123 UTC [123] LOG:  checkpoint', 'info', 'checkpoint'],
    ['PostgreSQL', '2026-05-01 12:00:00.123 UTC [123] me@db ERROR:  no table', 'error', 'no table'],
    ['PostgreSQL', '2026-05-01 12:00:00.123 UTC [123] FATAL:  no role', 'fatal', 'no role'],
    ['MySQL', '2026-05-01T12:00:00.123456Z 0 [ERROR] [MY-010119] [Server] Aborting', 'error', 'Aborting'],
    [
      'Apache',
      '[Fri May 01 12:00:00.123456 2026] [core:error] [pid 123] AH00037: denied',
      'error',
      'AH00037: denied',
    ],
    ['nginx', '2026/05/01 12:00:00 [error] 123#0: *1 connect() failed', 'error', 'connect() failed'],
    ['Redis', '1:M 01 May 2026 12:00:00.123 # out of memory', 'warn', 'out of memory'],
    ['Redis', '1:M 01 May 2026 12:00:00.123 * ready', 'info', 'ready'],
    ['RabbitMQ', '2026-05-01 12:00:00.123456+00:00 [error] <0.123.0> closed', 'error', 'closed'],
    ['Kafka', '[2026-05-01 12:00:00,123] ERROR closed (kafka.server.X)', 'error', 'closed (kafka.server.X)'],
    [
      'ZooKeeper',
      '2026-07-29 17:41:41,648 - WARN  [RecvWorker:18:Quorum$Worker@762] - broken',
      'warn',
      'broken',
    ],
    ['Hadoop', '081109 203518 143 INFO dfs.DataNode$Packet: Received', 'info', 'Received'],
    ['Spark', '17/06/09 20:10:40 INFO executor.Backend: Registered', 'info', 'Registered'],
    ['Log4j', '2026-05-01 12:00:00,123 [main] ERROR com.shop.Mail - cannot send', 'error', 'cannot send'],
    ['Log4j', 'ERROR [main] com.shop.Mail - cannot send', 'error', 'cannot send'],
    [
      'Tomcat',
      '01-May-2026 12:00:00.123 SEVERE [main] org.apache.X.y cannot',
      'error',
      'org.apache.X.y cannot',
    ],
    ['env_logger', '[2026-05-01T12:00:00Z ERROR shop::mail] cannot send', 'error', 'cannot send'],
    ['tracing', '2026-05-01T12:00:00.123Z ERROR shop::mail: cannot send', 'error', 'cannot send'],
    ['tracing', '  2026-05-01T12:00:00.123Z ERROR shop::mail: cannot send', 'error', 'cannot send'],
    ['klog', 'E0501 15:04:05.000000   12345 mail.go:12] cannot send', 'error', 'cannot send'],
    ['slog', '2026/05/01 12:00:00 ERROR cannot send order=7', 'error', 'cannot send order=7'],
    ['zerolog', '3:04PM ERR cannot send order=7', 'error', 'cannot send order=7'],
    ['Serilog', '[12:00:00 INF] sent', 'info', 'sent'],
    ['Ruby', 'E, [2026-05-01T12:00:00.123456 #1234] ERROR -- : cannot send', 'error', 'cannot send'],
    ['Elixir', '12:00:00.123 request_id=abc [error] cannot send', 'error', 'cannot send'],
    ['Monolog', '[2026-05-01 12:00:00] production.ERROR: cannot send', 'error', 'cannot send'],
    ['PHP', '[01-May-2026 12:00:00 UTC] PHP Warning:  no file', 'warn', 'no file'],
    ['PHP', '[01-May-2026 12:00:00 UTC] PHP Fatal error:  no memory', 'fatal', 'no memory'],
    ['npm', 'npm ERR! code E404', 'error', 'code E404'],
    ['npm', 'npm warn deprecated x', 'warn', 'deprecated x'],
    ['winston', 'error: cannot send', 'error', 'cannot send'],
    ['Android', '03-17 16:13:38.811  1702  2395 D Windows: frozen', 'debug', 'Windows: frozen'],
    ['HAProxy', '[ALERT]    (1) : no server', 'fatal', 'no server'],
    ['systemd', '<3>cannot send', 'error', 'cannot send'],
    ['syslog', 'May  1 12:00:00 web-1 sshd[123]: error: PAM failed', 'error', 'PAM failed'],
    ['syslog', 'May  1 12:00:00 web-1 sshd[123]: Failed password', null, 'Failed password'],
    ['a time alone', '2026/05/01 12:00:00 listening', null, 'listening'],
    ['Docker Compose', 'mail-1  | ERROR cannot send', 'error', 'cannot send'],
  ])('of %s: %s', (_, line, level, message) => {
    expect(read(line)).toEqual([level, message]);
  });

  test.each([
    'hello',
    'the service had an ERROR in the middle',
    'Error connecting to the database',
    'error while reading',
    'no errors found',
    'Warning signs were seen',
    '2026-05-01 12:00:00 a user typed ERROR again',
    'Information is power',
    'fatal attraction',
    'http://example.com/error',
    'log in to go on',
    '12 errors',
    '[main] listening',
    '',
  ])('guess nothing: %s', (line) => {
    const { level, message, text } = readText(line, 0);
    expect(level).toBe(null);
    expect(text).toBe(line);
    expect(line.endsWith(message)).toBe(true);
  });

  test('a trace id in a plain line is found', () => {
    expect(
      readText('2026-05-01 12:00:00 ERROR failed trace_id=4bf92f3577b34da6a3ce929d0e0e4736', 0).traceId,
    ).toBe('4bf92f3577b34da6a3ce929d0e0e4736');
  });
});
