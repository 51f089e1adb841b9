/** Ends this process with its exit code even if something forgotten keeps it open; what ends by itself in time is not disturbed. */
export function exitSoon(withinMs = 500): void {
  setTimeout(() => process.exit(), withinMs).unref();
}
