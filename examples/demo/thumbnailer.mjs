// Shows: a memory leak. Every picture stays in a cache that nobody empties, until the limit in yagura.yaml ends it.
import { isFirstLately } from './first-lately.mjs';

const pauseMs = (await isFirstLately('thumbnailer')) ? 400 : 1500;
const cache = [];
console.log('INFO thumbnailer ready');
for (let picture = 1; ; picture++) {
  await new Promise((resolve) => setTimeout(resolve, pauseMs));
  cache.push(Buffer.alloc(1_000_000, picture));
  if (picture % 10 === 0) {
    console.log(`INFO thumbnails=${picture} cached=${picture}MB`);
  }
}
