import type { HadirError } from '@hadir/sdk';
import { zkError } from '../errors.js';
import { parsePairs, pick } from './parse-pairs.js';

/** What is known of a template or picture without its content, which is biometric data and is dropped while reading. */
export interface TemplateRow {
  readonly type: 'template' | 'photo';
  readonly tag: string;
  readonly deviceUserId: string;
  /** Finger, or number within its kind. */
  readonly index: number | null;
  /** Kind of biometry (vendor Attendance PUSH document, BIODATA): 1 finger, 2 and 9 face, 6, 8 and 10 palm, 7 finger vein. */
  readonly bioType: number | null;
  readonly valid: number | null;
  readonly fileName: string | null;
  /** Characters of base64 text that the row announces; null when it does not say. */
  readonly sizeStated: number | null;
  readonly sizeFound: number;
}

const TYPE_OF_TAG: Readonly<Record<string, number>> = { FP: 1, FACE: 2, FVEIN: 7 };
const PHOTO_TAGS = new Set(['USERPIC', 'BIOPHOTO']);
export const TEMPLATE_TAGS = ['FP', 'FACE', 'FVEIN', 'USERPIC', 'BIOPHOTO', 'BIODATA'] as const;

const CONTENT = /(?:^|\t)(?:TMP|Content)=/i;

const integer = (text: string | undefined): number | null =>
  text !== undefined && /^-?\d{1,9}$/.test(text) ? Number(text) : null;

/** Length of the base64 text, however line ends and TABs were put into it. */
function contentLength(content: string, stated: number | null): number {
  let found = 0;
  for (let i = 0; i < content.length && (stated === null || found < stated); i++) {
    const code = content.charCodeAt(i);
    if (code > 0x20) found++;
  }
  return found;
}

/** @param text the row without its tag; may span lines */
export function parseTemplateRow(tag: string, text: string): TemplateRow | null {
  const match = CONTENT.exec(text);
  const head = match === null ? text : text.slice(0, match.index);
  const content = match === null ? '' : text.slice(match.index + match[0].length);
  const { pairs } = parsePairs(head.replaceAll(/[\r\n]+/g, ''));
  const deviceUserId = pick(pairs, 'PIN', 'Pin');
  if (deviceUserId === undefined || deviceUserId === '') return null;
  const sizeStated = integer(pick(pairs, 'Size'));
  return {
    type: PHOTO_TAGS.has(tag) ? 'photo' : 'template',
    tag,
    deviceUserId,
    index: integer(pick(pairs, 'FID', 'No')),
    bioType: integer(pick(pairs, 'Type')) ?? TYPE_OF_TAG[tag] ?? null,
    valid: integer(pick(pairs, 'Valid')),
    fileName: pick(pairs, 'FileName') ?? null,
    sizeStated,
    sizeFound: contentLength(content, sizeStated),
  };
}

/** Whether the content was cut on its way; rows that do not say their size cannot tell. */
export function isCut(template: TemplateRow): boolean {
  return template.sizeStated !== null && template.sizeStated !== template.sizeFound;
}

export function sizeMismatch({ tag, sizeStated, sizeFound }: TemplateRow, row: number): HadirError {
  return zkError('ADMS_SIZE_MISMATCH', { table: tag, row, stated: sizeStated, found: sizeFound });
}
