/** What a site decides about faces, and what is the same for all. */
export interface FaceSettings {
  /** Days for which the pictures of an enrolment are kept for the next model; 0: they are not. */
  readonly keepPictureDays: number;
  /** Days for which a picture waits for terminals that do not answer. */
  readonly terminalPictureDays: number;
}

/** Three views lifted the lowest likeness of a person to his own templates from 0.46 to 0.56; more than five add nothing. */
export const VIEWS = { least: 3, most: 5 } as const;
/** Pictures that one session takes, good or not: nobody may use it to feel out what the recogniser accepts. */
export const MOST_TRIES = 40;
export const SESSION_MS = 60 * 60_000;
export const DAY_MS = 86_400_000;
