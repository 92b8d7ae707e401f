import { spawn } from 'node:child_process';

const TAIL_BYTES = 64 * 1024;

/**
 * Runs a command to its end. Output is kept (its last 64 KiB) and, with `show`, also printed as it comes.
 * Resolves with the exit code; 127 when the command does not exist. Rejects never.
 * `timeoutMs` ends the command's whole process group: SIGTERM, then SIGKILL five seconds later.
 */
export function runCommand(command, args, { cwd, env, show = false, timeoutMs = 0 } = {}) {
  return new Promise((resolve) => {
    const grouped = timeoutMs > 0 && process.platform !== 'win32';
    const child = spawn(command, args, {
      cwd,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      shell: process.platform === 'win32' && command.endsWith('.cmd'),
      detached: grouped,
    });
    const forward = (signal) => stop(signal);
    const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
    for (const signal of signals) process.on(signal, forward);
    let output = '';
    let timedOut = false;
    let killTimer;
    function stop(signal) {
      try {
        if (grouped) process.kill(-child.pid, signal);
        else child.kill(signal);
      } catch {
        // Already gone.
      }
    }
    const timer =
      timeoutMs > 0
        ? setTimeout(() => {
            timedOut = true;
            stop('SIGTERM');
            killTimer = setTimeout(() => stop('SIGKILL'), 5000);
          }, timeoutMs)
        : undefined;
    const take = (stream, sink) => {
      stream.setEncoding('utf8');
      stream.on('data', (text) => {
        output = (output + text).slice(-TAIL_BYTES);
        if (show) sink.write(text);
      });
    };
    take(child.stdout, process.stdout);
    take(child.stderr, process.stderr);
    let ended = false;
    const end = (code, signal) => {
      if (ended) return;
      ended = true;
      clearTimeout(timer);
      clearTimeout(killTimer);
      for (const name of signals) process.removeListener(name, forward);
      resolve({ code, signal, output, timedOut });
    };
    child.on('error', (error) => end(error.code === 'ENOENT' ? 127 : 126, null));
    child.on('close', (code, signal) => end(code ?? 1, signal));
  });
}
