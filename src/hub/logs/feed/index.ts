/** From the workers' output to kept records: read as it comes, in step with the disk, each line once; what is too fast is left out and counted. */
export { createFeed, type Feed, type SourceTally } from './feed.ts';
