import { createHash, randomUUID } from 'node:crypto';
import { auditOn } from '../audit.js';
import type { ResultContext } from '../context.js';
import { resultError } from '../errors.js';
import { inChange, noRecord } from '../records.js';

export interface AttachmentRecord {
  readonly id: string;
  readonly name: string;
  readonly mediaType: string;
  readonly bytes: number;
  readonly createdAt: Date;
}

const LIMIT_KIB = 512;
/** First bytes: a file is what it is, not what it is called. */
const KINDS: readonly (readonly [mediaType: string, magic: Buffer])[] = [
  ['application/pdf', Buffer.from('%PDF-', 'latin1')],
  ['image/jpeg', Buffer.from([0xff, 0xd8, 0xff])],
  ['image/png', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])],
];

/** Keeps a document with a request: a letter, a doctor's note. @throws REQUEST_ATTACHMENT, RESULT_RECORD_UNKNOWN */
export async function attach(
  context: ResultContext,
  requestId: string,
  input: { readonly name: string; readonly contentBase64: string },
  actor: string,
): Promise<AttachmentRecord> {
  const refuse = (reason: string) => resultError('REQUEST_ATTACHMENT', { reason, limit: LIMIT_KIB });
  const content = Buffer.from(input.contentBase64, 'base64');
  if (content.length > LIMIT_KIB * 1024) throw refuse('too large');
  const mediaType = KINDS.find(([, magic]) => content.subarray(0, magic.length).equals(magic))?.[0];
  if (mediaType === undefined) throw refuse('not a PDF, JPEG or PNG');
  return await inChange(context.database, async (client) => {
    const known = await client.query('select 1 from attendance_request where id = $1', [requestId]);
    if (known.rowCount === 0) throw noRecord('request', requestId);
    const id = randomUUID();
    const sha256 = createHash('sha256').update(content).digest();
    const { rows } = await client.query<{ createdAt: Date }>(
      `insert into request_attachment (id, request_id, name, media_type, sha256, content, created_by)
       values ($1, $2, $3, $4, $5, $6, $7) returning created_at as "createdAt"`,
      [id, requestId, input.name, mediaType, sha256, content, actor],
    );
    const details = { attachmentId: id, sha256: sha256.toString('hex') };
    await auditOn(client, { actor, action: 'request.attach', subject: requestId, details });
    return { id, name: input.name, mediaType, bytes: content.length, createdAt: rows[0]?.createdAt ?? new Date(0) };
  });
}

export async function listAttachments(
  { database }: ResultContext,
  requestId: string,
): Promise<readonly AttachmentRecord[]> {
  const { rows } = await database.pool.query<AttachmentRecord>(
    `select id, name, media_type as "mediaType", length(content) as bytes, created_at as "createdAt"
     from request_attachment where request_id = $1 order by created_at, id`,
    [requestId],
  );
  return rows;
}

/** @throws RESULT_RECORD_UNKNOWN */
export async function readAttachment(
  { database }: ResultContext,
  requestId: string,
  id: string,
): Promise<{ readonly name: string; readonly mediaType: string; readonly content: Buffer }> {
  const { rows } = await database.pool.query<{ name: string; mediaType: string; content: Buffer }>(
    'select name, media_type as "mediaType", content from request_attachment where request_id = $1 and id = $2',
    [requestId, id],
  );
  const found = rows[0];
  if (found === undefined) throw noRecord('attachment', id);
  return found;
}
