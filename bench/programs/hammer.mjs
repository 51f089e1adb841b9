/** Asks for the heaviest lists without a pause, four at a time, until it is told to end: hammer.mjs URL TOKEN */
const [url, token] = process.argv.slice(2);
const paths = ['/api/v1/workers?limit=1000', '/api/v1/events?limit=1000', '/metrics', '/api/v1/system'];
const startedAt = performance.now();
let answers = 0;
let refused = 0;

process.on('SIGTERM', () => {
  const seconds = (performance.now() - startedAt) / 1000;
  process.stdout.write(`${(answers / seconds).toFixed(0)} answers a second, ${refused} refused`, () =>
    process.exit(0),
  );
});

await Promise.all(
  paths.map(async (_, first) => {
    for (let i = first; ; i++) {
      const response = await fetch(url + paths[i % paths.length], {
        headers: { authorization: `Bearer ${token}` },
      });
      await response.arrayBuffer();
      if (response.ok) answers++;
      else refused++;
    }
  }),
);
