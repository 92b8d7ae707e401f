/**
 * Loaded into the hub's process by scripts/run.mjs. The hub runs in a process group of its own, so that one Ctrl-C
 * reaches it once; if the launcher dies without passing a signal on (kill -9), this asks the hub to stop.
 */
if (process.channel) {
  process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'));
  process.channel.unref();
}
