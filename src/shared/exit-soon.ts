const withinMs = 500;

/** Ends this process with this exit code even if something forgotten keeps it open; what ends by itself in time is not disturbed. */
export function exitSoon(exitCode: number): number {
  setTimeout(() => process.exit(exitCode), withinMs).unref();
  return exitCode;
}
