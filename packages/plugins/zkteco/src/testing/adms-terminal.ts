import { type AdmsCommandAnswer, type AdmsTerminalUser, attlogRow, obey } from './adms-terminal-commands.js';
import { type AdmsAnswer, admsHttp } from './adms-terminal-http.js';
import { type AdmsPunch, admsTerminalLog } from './adms-terminal-log.js';

export interface AdmsTerminalOptions {
  /** `http://host:port`, with the path secret behind it where there is one. */
  readonly server: string;
  readonly serialNumber: string;
  readonly pushCommKey?: string;
  readonly pushVersion?: string;
  /** Between polls; default 200. A real terminal obeys the server's `Delay` in seconds. */
  readonly pollMs?: number;
  /** After an answer that is not OK; default 200. */
  readonly retryMs?: number;
  readonly timeoutMs?: number;
  /** Most rows in one request; default 100. */
  readonly batchRows?: number;
  /** Keeps the log here, so that a terminal started again has it. */
  readonly logFile?: string;
  /** How far its clock is wrong until a server sets it, in ms. */
  readonly clockErrorMs?: number;
  readonly users?: readonly AdmsTerminalUser[];
  /** Whether it recognises faces by visible light and takes photographs; default no. */
  readonly hasFaces?: boolean;
  /** What it remembers from before; left out when `logFile` holds a log already. */
  readonly backlog?: readonly AdmsPunch[];
}

interface AdmsTerminalCounts {
  greetings: number;
  polls: number;
  /** Requests with rows, the refused ones included. */
  uploads: number;
  refused: number;
  unreachable: number;
}

/** A push terminal that runs in this process and talks to a server over a real socket. */
export interface SimulatedAdmsTerminal {
  readonly serialNumber: string;
  readonly punches: readonly AdmsPunch[];
  /** Punches the server answered with OK. */
  readonly acknowledged: number;
  readonly users: ReadonlyMap<string, AdmsTerminalUser>;
  /** Photographs of faces by PIN. */
  readonly faces: ReadonlyMap<string, Buffer>;
  readonly counts: Readonly<AdmsTerminalCounts>;
  /** Commands fetched, in order, without their `C:<id>:`. */
  readonly commands: readonly string[];
  /** Options of the last handshake. */
  readonly options: ReadonlyMap<string, string>;
  /** Time by its own clock, `YYYY-MM-DD HH:MM:SS`. */
  time(): string;
  /** Somebody is recognised now; what is left out takes everyday values. */
  punch(punch: Partial<AdmsPunch> & { readonly pin: string }): AdmsPunch;
  /** Fills the memory with punches of the past, as if it had been offline. */
  backlog(punches: readonly AdmsPunch[]): void;
  /** Pulls the network cable, or puts it back. */
  online(on: boolean): void;
  /** Posts rows of any table as they are. */
  post(table: string, body: string | Buffer): Promise<AdmsAnswer>;
  /** Resolves when everything is acknowledged. @throws after `withinMs` */
  settled(withinMs: number): Promise<void>;
  stop(): Promise<void>;
}

const wait = (ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const done = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal.addEventListener('abort', done, { once: true });
  });

/**
 * Starts a simulated ZKTeco terminal with push ("ADMS") firmware: it greets, posts its log from the server's stamp on,
 * repeats whatever was not answered `OK`, polls for commands, does them and reports.
 * Modelled on the vendor's Attendance PUSH document; what the firmware of one maker does differently is an option.
 */
export function startAdmsTerminal(options: AdmsTerminalOptions): SimulatedAdmsTerminal {
  const { serialNumber, pollMs = 200, retryMs = 200, batchRows = 100 } = options;
  const http = admsHttp(options.server, options.timeoutMs ?? 30_000);
  const log = admsTerminalLog(options.logFile);
  if (log.punches.length === 0 && options.backlog !== undefined) log.add(...options.backlog);
  const users = new Map((options.users ?? []).map((user) => [user.pin, user]));
  const faces = new Map<string, Buffer>();
  const counts: AdmsTerminalCounts = { greetings: 0, polls: 0, uploads: 0, refused: 0, unreachable: 0 };
  const commands: string[] = [];
  const told = new Map<string, string>();
  const stopped = new AbortController();
  let isOnline = true;
  let isGreeted = false;
  let utcOffsetMs = 0;
  let clockErrorMs = options.clockErrorMs ?? 0;
  let wake = new AbortController();

  const time = () => new Date(Date.now() + clockErrorMs + utcOffsetMs).toISOString().slice(0, 19).replace('T', ' ');
  const path = (name: string, query: Record<string, string>) =>
    `iclock/${name}?${new URLSearchParams({ SN: serialNumber, ...query })}`;
  const info = () => `Ver 8.0.4.2-20200629,${users.size},0,${log.punches.length},127.0.0.1,10,7,15,0,111`;

  async function greet(): Promise<void> {
    const answer = await http.send(
      'GET',
      path('cdata', {
        options: 'all',
        language: '73',
        pushver: options.pushVersion ?? '2.2.14',
        ...(options.pushCommKey === undefined ? {} : { pushcommkey: options.pushCommKey }),
      }),
    );
    if (answer.status !== 200 || !answer.body.startsWith('GET OPTION FROM')) {
      counts.refused += 1;
      return;
    }
    counts.greetings += 1;
    for (const line of answer.body.split('\n')) {
      const cut = line.indexOf('=');
      if (cut > 0) told.set(line.slice(0, cut), line.slice(cut + 1));
    }
    const zone = Number(told.get('TimeZone') ?? '0');
    utcOffsetMs = (Math.abs(zone) > 14 ? zone * 60 : zone * 3600) * 1000;
    if (answer.date !== null) clockErrorMs = Math.round((answer.date.getTime() - Date.now()) / 1000) * 1000;
    const stamp = Number(told.get('ATTLOGStamp'));
    log.moveTo(Number.isInteger(stamp) ? stamp : 0);
    isGreeted = true;
    await http.send('POST', path('cdata', { table: 'options' }), optionsRow());
  }

  function optionsRow(): string {
    return `~DeviceName=SIM-ADMS,MAC=00:17:61:00:00:02,~OEMVendor=Hadir,~Platform=SIM_TFT,FWVersion=Ver 8.0.4.2,UserCount=${users.size},TransactionCount=${log.punches.length},~MaxAttLogCount=10,MultiBioDataSupport=0:1:0:0:0:0:0:0:0:${options.hasFaces === true ? 1 : 0},MultiBioPhotoSupport=0:0:0:0:0:0:0:0:0:${options.hasFaces === true ? 1 : 0}`;
  }

  async function post(table: string, body: string | Buffer, stamp = String(log.punches.length)): Promise<AdmsAnswer> {
    counts.uploads += 1;
    const answer = await http.send('POST', path('cdata', { table, Stamp: stamp }), body);
    if (answer.status !== 200 || !answer.body.startsWith('OK')) counts.refused += 1;
    return answer;
  }
  const isTaken = (answer: AdmsAnswer) => answer.status === 200 && answer.body.startsWith('OK');

  /** @returns false when the server did not take them. */
  async function upload(): Promise<boolean> {
    while (log.acknowledged < log.punches.length && isOnline && !stopped.signal.aborted) {
      const from = log.acknowledged;
      const rows = log.punches.slice(from, from + batchRows);
      const answer = await post('ATTLOG', `${rows.map(attlogRow).join('\n')}\n`, String(from + rows.length));
      if (!isTaken(answer)) return false;
      log.moveTo(from + rows.length);
    }
    return true;
  }

  async function poll(): Promise<void> {
    counts.polls += 1;
    const answer = await http.send('GET', path('getrequest', { INFO: info() }));
    if (answer.status !== 200) {
      counts.refused += 1;
      return;
    }
    const results: string[] = [];
    for (const line of answer.body.split('\n')) {
      const [, id, command] = /^C:(\w{1,16}):(.*)$/s.exec(line) ?? [];
      if (id === undefined || command === undefined) continue;
      commands.push(command);
      const done = await obey(command, {
        log,
        users,
        faces: options.hasFaces === true ? faces : null,
        post: postRows,
        greet,
        restart,
        info: infoRows,
      });
      results.push(resultLine(id, done));
    }
    if (results.length > 0) await http.send('POST', path('devicecmd', {}), results.join(''));
  }
  const resultLine = (id: string, done: AdmsCommandAnswer) =>
    `ID=${id}&Return=${done.code}&CMD=${done.name}${done.more}\n`;
  const infoRows = () => optionsRow().split(',').join('\n');
  async function postRows(table: string, rows: readonly string[]): Promise<void> {
    for (let from = 0; from < rows.length; from += batchRows) {
      await post(table, `${rows.slice(from, from + batchRows).join('\n')}\n`);
    }
  }
  async function restart(): Promise<void> {
    isGreeted = false;
  }

  async function live(): Promise<void> {
    while (!stopped.signal.aborted) {
      let pauseMs = pollMs;
      try {
        if (isOnline) {
          if (!isGreeted) await greet();
          if (!isGreeted || !(await upload())) pauseMs = retryMs;
          // Terminals poll also while rows are refused: that is how a server can ask them to greet again.
          await poll();
        }
      } catch {
        counts.unreachable += 1;
        pauseMs = retryMs;
      }
      wake = new AbortController();
      await wait(pauseMs, AbortSignal.any([stopped.signal, wake.signal]));
    }
  }
  const living = live();

  return {
    serialNumber,
    get punches() {
      return log.punches;
    },
    get acknowledged() {
      return log.acknowledged;
    },
    users,
    faces,
    counts,
    commands,
    options: told,
    time,
    punch(given) {
      const punch: AdmsPunch = { time: time(), state: 255, verify: 1, workCode: '0', ...given };
      log.add(punch);
      wake.abort();
      return punch;
    },
    backlog: (punches) => log.add(...punches),
    online(on) {
      isOnline = on;
      wake.abort();
    },
    post,
    async settled(withinMs) {
      const until = Date.now() + withinMs;
      while (log.acknowledged < log.punches.length) {
        if (Date.now() > until) throw new Error(`${log.acknowledged} of ${log.punches.length} acknowledged`);
        await wait(10, stopped.signal);
      }
    },
    async stop() {
      stopped.abort();
      http.close();
      await living;
    },
  };
}
