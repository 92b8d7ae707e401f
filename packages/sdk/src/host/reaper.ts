import { type ChildProcess, spawn } from 'node:child_process';

/**
 * Ends plugin processes that outlive a host killed with SIGKILL. A plugin process leaves by itself when the pipe to its
 * host closes, but not one whose event loop hangs, nor the programs it started; this can.
 * A shell that reads process ids from its pipe and, when the pipe closes, kills the groups that are still listed.
 */
export interface Reaper {
  watch(pid: number): void;
  release(pid: number): void;
  stop(): Promise<void>;
}

// A second is left to processes that leave by themselves.
const SCRIPT = `
trap '' INT TERM HUP
pids=' '
while read -r op pid; do
  case "$op" in
    +) pids="$pids$pid " ;;
    -) pids="\${pids%% $pid *} \${pids#* $pid }" ;;
    q) exit 0 ;;
  esac
done
sleep 1
for pid in $pids; do kill -KILL "-$pid" 2>/dev/null; done
`;

export function startReaper(): Reaper {
  const watched = new Set<number>();
  let stopped = false;
  let shell: ChildProcess | null = null;

  const start = () => {
    if (process.platform === 'win32') return;
    const started = spawn('/bin/sh', ['-c', SCRIPT], { stdio: ['pipe', 'ignore', 'ignore'], detached: true, env: {} });
    shell = started;
    // Without a shell the pipe alone has to do; plugins that do not hang still leave.
    started.on('error', () => undefined);
    started.stdin?.on('error', () => undefined);
    started.on('exit', () => {
      if (!stopped && shell === started && started.pid !== undefined) start();
    });
    started.unref();
    for (const pid of watched) say(`+ ${pid}`);
  };
  const say = (line: string) => {
    const input = shell?.stdin;
    if (input?.writable === true) input.write(`${line}\n`);
  };
  start();

  return {
    watch(pid) {
      watched.add(pid);
      say(`+ ${pid}`);
    },
    release(pid) {
      if (watched.delete(pid)) say(`- ${pid}`);
    },
    async stop() {
      stopped = true;
      const ending = shell;
      if (ending === null || ending.exitCode !== null || ending.pid === undefined) return;
      const gone = new Promise((resolve) => ending.once('exit', resolve));
      // Whoever waits for the stop may have nothing else that keeps the process alive.
      ending.ref();
      ending.stdin?.end('q\n');
      await gone;
    },
  };
}
