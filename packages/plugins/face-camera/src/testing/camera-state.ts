/** What a simulated camera does wrong, for as long as it is told. */
export interface CameraFaults {
  /** Takes requests and answers nothing; a stream that runs stands still. */
  silent?: boolean;
  /** Answers everything with this HTTP status. */
  status?: number;
  /** Serves a page to log in, as cameras do whose paths changed. */
  html?: boolean;
  /** Parts of the MJPEG stream do not say their length. */
  noLength?: boolean;
}

/** What the servers of one simulated camera share. */
export interface CameraState {
  readonly framesPerSecond: number;
  readonly faults: CameraFaults;
  /** `GET /snapshot.jpg`, … in the order they came. */
  readonly requests: string[];
  /** Pictures handed out. */
  served: number;
  /** Requests without, or with a wrong, password. */
  refused: number;
  /** What it sees now. */
  picture(): Buffer;
}
