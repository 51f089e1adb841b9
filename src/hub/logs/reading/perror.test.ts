import { expect, test } from 'vitest';
import { RecordReader } from './index.ts';

const levelOf = (text: string, stream: 'stdout' | 'stderr' = 'stderr') => {
  const reader = new RecordReader();
  const taken = reader.take({ id: '1', time: 0, stream, text }, 0);
  return [...taken, ...reader.end()].map(({ record }) => record.level);
};

test.each([
  'cat: write error: No space left on device',
  'cp: cannot stat ‘orders.csv’: No such file or directory',
  'sh: 1: echo: echo: I/O error',
  './import.sh: line 3: gunzip: command not found',
  'sort: cannot create temporary file in ‘/tmp’: Permission denied',
  'ssh: connect to host 10.0.0.7 port 22: Connection refused',
])('is an error: %s', (line) => {
  expect(levelOf(line)).toEqual(['error']);
});

test.each([
  'checking cp: retried after Connection refused, went well',
  'note: 3 of 4 done: fine',
  'I was told: Connection refused: by whom?',
  'Connection refused',
])('is not sure: %s', (line) => {
  expect(levelOf(line)).toEqual([null]);
});

test('is only told so where errors are printed', () => {
  expect(levelOf('grep: x: No such file or directory', 'stdout')).toEqual([null]);
});
