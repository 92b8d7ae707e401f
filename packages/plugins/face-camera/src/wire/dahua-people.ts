// Users and faces of the second generation of the Dahua HTTP API: AccessUser.cgi and AccessFace.cgi, JSON by POST, removals
// and lists by GET (public clients of Dahua and Intelbras terminals).

/** The last day that 32-bit firmware knows. */
const LAST_DAY = '2037-12-31 23:59:59';
const FIRST_DAY = '2000-01-01 00:00:00';
/** Time section that is always open. */
const ALWAYS = 255;

/** Body of `AccessUser.cgi?action=insertMulti` and `…updateMulti`. */
export function dahuaUserBody(userId: string, name: string): string {
  return JSON.stringify({
    UserList: [
      {
        UserID: userId,
        UserName: name,
        UserType: 0,
        Doors: [0],
        TimeSections: [ALWAYS],
        ValidFrom: FIRST_DAY,
        ValidTo: LAST_DAY,
      },
    ],
  });
}

/** Body of `AccessFace.cgi?action=insertMulti` and `…updateMulti`; the terminal makes the template from the picture. */
export function dahuaFaceBody(userId: string, jpeg: Buffer): string {
  return JSON.stringify({ FaceList: [{ UserID: userId, PhotoData: [jpeg.toString('base64')] }] });
}

const USER_ID = /(?:^|\.)"?UserID"?\s*[=:]\s*"?([^"\r\n,}]*)"?/gim;

/** Whether a list names that user, as `key=value` lines or as JSON. */
export function namesDahuaUser(text: string, userId: string): boolean {
  return [...text.matchAll(USER_ID)].some(([, found]) => found?.trim() === userId);
}
