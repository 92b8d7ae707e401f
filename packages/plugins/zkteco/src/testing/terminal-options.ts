import type { Clock } from '@hadir/sdk';

/** Which record and payload forms this terminal's firmware uses, and how it behaves when all is well. */
export interface TerminalOptions {
  /** Default 127.0.0.1. */
  readonly host?: string;
  /** Default 0: any free one, the same for TCP and UDP. */
  readonly port?: number;
  readonly serialNumber?: string;
  readonly name?: string;
  readonly firmware?: string;
  /** Default 40. */
  readonly recordBytes?: 8 | 16 | 40 | 49;
  /** Default 72. */
  readonly userBytes?: 28 | 72;
  /** Length of live punches. Default 32. */
  readonly eventBytes?: 10 | 12 | 14 | 32 | 36 | 37 | 52;
  /** Length of the answer to command 50. Default 92. */
  readonly sizesBytes?: 4 | 80 | 92 | 112;
  /** Largest payload of a DATA packet. Default 65,472 on TCP and 1,024 on UDP. */
  readonly packetBytes?: number;
  /** Tables up to this size come inline. Default 1,024. */
  readonly inlineBytes?: number;
  /** 0: none. */
  readonly commKey?: number;
  /** Serve 1503 and 1504. Default true; old firmware does not. */
  readonly bufferedReads?: boolean;
  /** Search by time (table 10004). Default false. */
  readonly rangeReads?: boolean;
  /** How many people are on it. Default 40; named 1001, 1002… */
  readonly users?: number;
  /** Punches of the past that it holds when it is new. Default 0. */
  readonly records?: number;
  readonly recordCapacity?: number;
  /** Zone of the wall it hangs on. Default Asia/Jakarta. */
  readonly zone?: string;
  /** How far its clock is ahead when it is new, in ms. */
  readonly driftMs?: number;
  /** Keeps what happened here, so that a terminal started again has it. */
  readonly logFile?: string;
  readonly clock?: Clock;
  readonly faults?: TerminalFaults;
}

/** What goes wrong, on demand; may be changed while the terminal runs. Absent: nothing. */
export interface TerminalFaults {
  /** The line is cut when so many more bytes have gone out, then this is over. */
  readonly cutAfterBytes?: number;
  /** Half of the next frame goes out and the line is cut, then this is over. */
  readonly halfFrame?: boolean;
  /** Nothing is answered. */
  readonly mute?: boolean;
  /** So many answers to 1504 are not given; `Infinity` for all. */
  readonly muteChunks?: number;
  /** Random bytes go out before every so-manieth frame. */
  readonly garbageEvery?: number;
  /** One bit is turned in every so-manieth frame. */
  readonly corruptEvery?: number;
  /** Before every frame. */
  readonly delayMs?: number;
  /** The packets of a table go out in one write (TCP). */
  readonly coalesce?: boolean;
  /** Every write is cut into pieces of so many bytes (TCP). */
  readonly fragmentBytes?: number;
  /** An event comes between the packets of a table. */
  readonly strayEvents?: boolean;
  /** The closing ACK_OK of a table is left out. */
  readonly noClosingAck?: boolean;
  /** DATA packets carry the session id instead of a number. */
  readonly unnumbered?: boolean;
  /** Share of datagrams that get lost, of all that go out (UDP). */
  readonly loss?: number;
  /** Every so-manieth datagram is overtaken by the next (UDP). */
  readonly reorderEvery?: number;
  /** Added to what is stated. */
  readonly lies?: TerminalLies;
  /** CONNECT is answered 6001, as firmware does that wants encryption. */
  readonly encrypted?: boolean;
  /** TCP connections are taken and reset at once, as when another program is connected. */
  readonly busy?: boolean;
}

export interface TerminalLies {
  /** Records stated by command 50. */
  readonly count?: number;
  /** Size stated by 1503. */
  readonly size?: number;
  /** Size stated by the table's own length word. */
  readonly inner?: number;
  /** Size stated by PREPARE_DATA. */
  readonly prepare?: number;
}

export interface TerminalPunch {
  readonly deviceUserId: string;
  readonly verify: number;
  readonly state: number;
  /** Packed device time; may be one that does not exist. */
  readonly timeRaw: number;
}
