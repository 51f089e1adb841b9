/** Output understood: lines that belong together are joined, and of each record its level, message and errors are known. */
export {
  type OutputLine,
  type ReadLimits,
  type ReadRecord,
  readLimits,
  RecordReader,
  readText,
} from './reader.ts';
export { parseTrace } from './stacks/index.ts';
export { readStructure } from './understand.ts';
