import { describe, expect, it } from 'vitest';
import { createClassifier } from './classifier.ts';
import { saying } from './testing/scores.ts';

const shipped = await createClassifier();
const ended = (
  reason: 'exit' | 'signal' | 'oom' | 'health' | 'start-timeout',
  code: number | null,
  signal: string | null,
) => saying('', { source: 'exit', exit: { reason, code, signal } });

describe('what is said', () => {
  it.each([
    ['connect ECONNREFUSED 127.0.0.1:5672', 'network'],
    ['pika.exceptions.AMQPConnectionError: Connection refused to RabbitMQ', 'network'],
    [
      'connect() failed (111: Connection refused) while connecting to upstream, client: 127.0.0.1, upstream: "http://127.0.0.1:9/"',
      'network',
    ],
    ["ModuleNotFoundError: No module named 'requests'", 'dependency'],
    ['OSError: [Errno 28] No space left on device', 'resource'],
    ['write failed (os error 28)', 'resource'],
    [
      "MISCONF Redis is configured to save RDB snapshots, but it's currently unable to persist to disk. Commands that may modify the data set are disabled",
      'database',
    ],
    ["ERROR 1045 (28000): Access denied for user 'root'@'localhost' (using password: YES)", 'permission'],
    ['SQLSTATE[23000]: something of a constraint', 'database'],
    ["TypeError: Cannot read properties of undefined (reading 'id')", 'worker'],
    ['rpc error: code = DeadlineExceeded desc = context deadline exceeded', 'timeout'],
    ['Request failed with status code 503', 'api'],
    ['stripe: Request failed with status code 503', 'external-api'],
    ['Something happened', 'unknown'],
    ['', 'unknown'],
  ])('%s is %s', (message, category) => {
    expect(shipped.classify(saying(message)).category).toBe(category);
  });

  it('believes the exception that was thrown first more than what was made of it', () => {
    const cause = { type: 'ConnectionRefusedError', message: '[Errno 111] Connection refused', frames: [] };
    const outer = { type: 'OperationalError', message: 'query failed', frames: [] };
    expect(shipped.classify(saying('query failed', { exceptions: [cause, outer] })).category).toBe('network');
  });

  it.each([
    [{ 'http.status': 503 }, 'api'],
    [{ 'err.code': 'EACCES' }, 'permission'],
    [{ errno: -28 }, 'resource'],
    [{ 'error.sqlState': '23505' }, 'database'],
    [{ exitCode: 127 }, 'dependency'],
  ])('reads the field %j', (fields, category) => {
    expect(shipped.classify(saying('it failed', { fields })).category).toBe(category);
  });
});

describe('how a process ended', () => {
  it.each([
    [ended('oom', null, 'SIGKILL'), 'resource'],
    [ended('signal', null, 'SIGSEGV'), 'worker'],
    [ended('exit', 1, null), 'worker'],
    [ended('exit', 127, null), 'dependency'],
    [ended('exit', 126, null), 'permission'],
    [ended('exit', 78, null), 'configuration'],
    [ended('exit', 137, null), 'resource'],
    [ended('health', null, 'SIGKILL'), 'worker'],
    [ended('start-timeout', null, 'SIGKILL'), 'timeout'],
  ])('%j', (occurrence, category) => {
    expect(shipped.classify(occurrence).category).toBe(category);
  });
});

it('says why', () => {
  const { reasons } = shipped.classify(saying('connect ECONNREFUSED 127.0.0.1:5672'));
  expect(reasons[0]).toEqual({ kind: 'errno', value: 'ECONNREFUSED', category: 'network', weight: 0.9 });
});

it('says what it would have guessed where it is not sure enough', async () => {
  const rulesAlone = await createClassifier(undefined, []);
  const { category, reasons } = rulesAlone.classify(saying('the json of a table'));
  expect(category).toBe('unknown');
  expect(reasons[0]?.kind).toBe('guess');
});

describe('corrections', () => {
  const before = saying('Frobnication of order 4711 came to grief');
  const later = saying('Frobnication of order 4712 came to grief');

  it('decide about the same kind of error from then on', async () => {
    const classifier = await createClassifier();
    expect(classifier.classify(before).category).not.toBe('external-api');
    await classifier.teach(before, 'external-api');
    const { category, confidence, reasons } = classifier.classify(later);
    expect(category).toBe('external-api');
    expect(confidence).toBeGreaterThan(0.9);
    expect(reasons[0]).toMatchObject({ kind: 'taught', category: 'external-api' });
  });

  it('decide against rules', async () => {
    const classifier = await createClassifier();
    await classifier.teach(saying('connect ECONNREFUSED 127.0.0.1:5672'), 'configuration');
    expect(classifier.classify(saying('connect ECONNREFUSED 127.0.0.1:5673')).category).toBe('configuration');
  });

  it('make alike errors likelier', async () => {
    const classifier = await createClassifier();
    const alike = saying('Frobnication of cart 12 came to grief');
    await classifier.teach(before, 'external-api');
    expect(classifier.classify(alike)).toMatchObject({ category: 'external-api' });
  });

  it('count as they were last said', async () => {
    const classifier = await createClassifier();
    await classifier.teach(before, 'external-api');
    await classifier.teach(before, 'database');
    expect(classifier.classify(later).category).toBe('database');
  });

  it('are known again after they were saved as JSON', async () => {
    const classifier = await createClassifier();
    await classifier.teach(before, 'external-api');
    const again = await createClassifier(JSON.parse(JSON.stringify(classifier.save())));
    expect(again.classify(later)).toEqual(classifier.classify(later));
  });

  it('are refused when they are none', async () => {
    await expect(createClassifier({ corrections: [{ kind: 'x', category: 'weather' }] })).rejects.toThrow();
  });
});
