import { appendFileSync, existsSync, readFileSync } from 'node:fs';

/** One punch in the memory of a simulated push terminal. Times are the terminal's wall clock, `YYYY-MM-DD HH:MM:SS`. */
export interface AdmsPunch {
  readonly pin: string;
  readonly time: string;
  readonly state: number;
  readonly verify: number;
  readonly workCode: string;
  /** 1 with a mask. */
  readonly mask?: 0 | 1;
  readonly temperature?: string;
}

/**
 * The memory of a simulated terminal. Like the real one it keeps everything and remembers how far the server
 * acknowledged; with a file it survives the process.
 */
export interface AdmsTerminalLog {
  readonly punches: readonly AdmsPunch[];
  /** Punches from the beginning that the server acknowledged. */
  readonly acknowledged: number;
  add(...punches: readonly AdmsPunch[]): void;
  /** The server took everything before `position`; a smaller number makes the terminal send again. */
  moveTo(position: number): void;
  clear(): void;
}

type Line = { readonly punch: AdmsPunch } | { readonly acknowledged: number } | { readonly cleared: true };

export function admsTerminalLog(file?: string): AdmsTerminalLog {
  let punches: AdmsPunch[] = [];
  let acknowledged = 0;

  function apply(line: Line): void {
    if ('punch' in line) punches.push(line.punch);
    else if ('acknowledged' in line) acknowledged = line.acknowledged;
    else {
      punches = [];
      acknowledged = 0;
    }
  }
  function keep(lines: readonly Line[]): void {
    for (const line of lines) apply(line);
    if (file !== undefined && lines.length > 0)
      appendFileSync(file, lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
  }

  if (file !== undefined && existsSync(file)) {
    for (const text of readFileSync(file, 'utf8').split('\n')) {
      // A line that a killed process left half-written is the last one, and was never shown to anybody.
      if (text.endsWith('}')) apply(JSON.parse(text) as Line);
    }
  }
  return {
    get punches() {
      return punches;
    },
    get acknowledged() {
      return acknowledged;
    },
    add: (...added) => keep(added.map((punch) => ({ punch }))),
    moveTo: (position) => keep([{ acknowledged: Math.max(0, Math.min(position, punches.length)) }]),
    clear: () => keep([{ cleared: true }]),
  };
}
