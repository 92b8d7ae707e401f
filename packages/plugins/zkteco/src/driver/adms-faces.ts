import { pause } from '@hadir/sdk';
import { admsCommands, admsResultMeaning, isUnsupportedResult } from '../adms/server-commands.js';
import { zkError } from '../errors.js';
import type { AdmsLink } from './adms-link.js';
import type { TerminalFaces } from './face-desk.js';

/** Pictures go through a command line, which firmware holds in memory as a whole; what is too much for one, it says itself. */
const MAX_JPEG_BYTES = 1024 * 1024;
const NO_SUCH_USER = -10;
/** A user row follows the result of a query within this time on every terminal seen. */
const ROW_MS = 3_000;
/** Results after which the same picture may pass another time: time-out, busy, out of memory, not fetched. */
const PASSING = new Set([-3, -1003, -1005, -1007, -1008]);

/** Faces on a visible-light terminal through its command queue; it makes the template from the photograph by itself. */
export function admsFaces(link: AdmsLink, onlyWhenHeard: () => void): TerminalFaces {
  const { terminal } = link;
  const serial = terminal.serialNumber;

  async function run(text: string, signal: AbortSignal): Promise<number> {
    return (await terminal.queue.send(text, signal)).code;
  }

  /** Does an order of which only some results are fine. @throws ADMS_COMMAND_FAILED */
  async function done(text: string, signal: AbortSignal, fine: readonly number[]): Promise<number> {
    const code = await run(text, signal);
    // Some firmware answers the number of rows it touched.
    if (code > 0 || fine.includes(code)) return code;
    const command = text.split(' ').slice(0, 3).join(' ');
    throw zkError('ADMS_COMMAND_FAILED', { serial, command, code, meaning: admsResultMeaning(code) });
  }

  return {
    async send({ personKey, displayName, picture }, signal) {
      onlyWhenHeard();
      if (link.isAccess() || link.takesFacePhotos() === false) return { state: 'unsupported' };
      requireJpeg(Buffer.from(picture, 'base64'));
      await done(admsCommands.putUser({ deviceUserId: personKey, name: displayName }), signal, [0]);
      const code = await run(admsCommands.putFace(personKey, picture), signal);
      if (code >= 0) return { state: 'stored' };
      if (isUnsupportedResult(code)) return { state: 'unsupported' };
      const details = { serial, code, meaning: admsResultMeaning(code) };
      if (PASSING.has(code)) throw zkError('ADMS_COMMAND_FAILED', { ...details, command: 'DATA UPDATE BIOPHOTO' });
      throw zkError('ADMS_FACE_REFUSED', details);
    },
    async withdraw({ personKey }, signal) {
      onlyWhenHeard();
      // Firmware without faces knows neither table; what counts is what it still names afterwards.
      await run(admsCommands.deleteFaceTemplate(personKey), signal);
      await run(admsCommands.deleteFace(personKey), signal);
      await done(admsCommands.deleteUser(personKey), signal, [0, NO_SUCH_USER]);
      const watch = link.watchUser(personKey);
      try {
        const code = await done(admsCommands.queryUser(personKey), signal, [0, NO_SUCH_USER]);
        if (code !== NO_SUCH_USER && !watch.isSeen()) await pause(ROW_MS, signal);
        return { left: watch.isSeen() ? 1 : 0 };
      } finally {
        watch.end();
      }
    },
  };
}

function requireJpeg(bytes: Buffer): void {
  const isJpeg = bytes[0] === 0xff && bytes[1] === 0xd8;
  if (isJpeg && bytes.length <= MAX_JPEG_BYTES) return;
  const reason = isJpeg ? `${bytes.length} byte` : 'not JPEG';
  throw zkError('ADMS_FACE_PICTURE', { limit: MAX_JPEG_BYTES, reason });
}
