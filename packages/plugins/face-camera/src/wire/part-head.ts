/** What stands before the body of a part. */
export interface PartHead {
  /** Lower case, without parameters; empty when not stated. */
  readonly contentType: string;
  readonly contentLength: number | null;
  /** `name` of Content-Disposition. */
  readonly name: string | null;
}

const LENGTH = /^\d{1,10}$/;
const NAME = /;\s*name\s*=\s*(?:"([^"]{0,200})"|([^\s;"]{1,200}))/i;

/** Reads header lines leniently: Dahua writes `Content-Length:427` without a blank, some end lines with LF alone. */
export function readPartHead(text: string): PartHead {
  const fields = new Map<string, string>();
  for (const line of text.split(/\r?\n/)) {
    const colon = line.indexOf(':');
    if (colon > 0) fields.set(line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim());
  }
  const length = fields.get('content-length') ?? '';
  const name = NAME.exec(fields.get('content-disposition') ?? '');
  return {
    contentType: (fields.get('content-type') ?? '').split(';')[0]?.trim().toLowerCase() ?? '',
    contentLength: LENGTH.test(length) ? Number(length) : null,
    name: name?.[1] ?? name?.[2] ?? null,
  };
}

const BOUNDARY = /;\s*boundary\s*=\s*(?:"([^"]{1,200})"|([^\s;"]{1,200}))/i;

/** The boundary of a `Content-Type: multipart/…` header; null when it is none. */
export function boundaryOf(contentType: string): string | null {
  if (!/^\s*multipart\//i.test(contentType)) return null;
  const match = BOUNDARY.exec(contentType);
  return match?.[1] ?? match?.[2] ?? null;
}
