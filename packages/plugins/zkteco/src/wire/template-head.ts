import { zkError } from '../errors.js';
import { u16 } from './bytes.js';

/**
 * What is known of a fingerprint template without its body. The body is biometric data and is neither copied nor returned:
 * attendance only needs to know who has enrolled what.
 */
export interface TemplateHead {
  /** Bytes of the entry, these six included. */
  readonly entrySize: number;
  readonly uid: number;
  readonly finger: number;
  /** 0 invalid, 1 valid, 3 duress. */
  readonly flag: number;
}

/** Entry size, uid, finger, flag (adrobinoga/zk-protocol, data-user.md). */
export const TEMPLATE_HEAD_BYTES = 6;

/** @throws ZK_DATA_TOO_SHORT */
export function decodeTemplateHead(bytes: Uint8Array): TemplateHead {
  if (bytes.length < TEMPLATE_HEAD_BYTES) {
    throw zkError('ZK_DATA_TOO_SHORT', { what: 'template', received: bytes.length, expected: TEMPLATE_HEAD_BYTES });
  }
  return { entrySize: u16(bytes, 0), uid: u16(bytes, 2), finger: bytes[4] ?? 0, flag: bytes[5] ?? 0 };
}

/** The heads of a whole template table. @throws ZK_TRANSFER_MISMATCH when an entry does not end inside the table */
export function decodeTemplateHeads(records: Uint8Array): readonly TemplateHead[] {
  const heads: TemplateHead[] = [];
  for (let at = 0; at < records.length; ) {
    const head = decodeTemplateHead(records.subarray(at));
    if (head.entrySize < TEMPLATE_HEAD_BYTES || at + head.entrySize > records.length) {
      throw zkError('ZK_TRANSFER_MISMATCH', {
        table: 'templates',
        announced: records.length - at,
        stated: head.entrySize,
      });
    }
    heads.push(head);
    at += head.entrySize;
  }
  return heads;
}
