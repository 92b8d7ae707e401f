/**
 * JPEG over RTP (RFC 2435): the headers of a picture are taken apart and only its scan is sent, in fragments; the
 * receiver puts the headers together again. Works for what the RFC has a type for: baseline, 8 bits, three components,
 * 4:2:2 or 4:2:0, and the Huffman tables of ITU-T T.81 annex K.3, which the RFC takes for granted.
 */
export interface RtpPicture {
  /** 0: 4:2:2, 1: 4:2:0 (RFC 2435 §3.1.3). */
  readonly type: 0 | 1;
  readonly widthPx: number;
  readonly heightPx: number;
  /** Quantisation tables in the order of their numbers, 64 bytes each. */
  readonly tables: Buffer;
  readonly scan: Buffer;
}

/** RTP's static payload type for JPEG (RFC 3551 §6) and the clock of video. */
const PAYLOAD_TYPE = 26;
export const RTP_CLOCK_HZ = 90_000;
const FRAGMENT_BYTES = 1_400;
/** 128–255: the tables come in the packet (RFC 2435 §3.1.4). */
const OWN_TABLES = 255;

/** Takes a JPEG apart. @throws TypeError when it is not of the kind that RTP can carry */
export function readRtpPicture(jpeg: Buffer): RtpPicture {
  const tables: Buffer[] = [];
  let frame: { type: 0 | 1; widthPx: number; heightPx: number } | null = null;
  for (let at = 2; at + 4 <= jpeg.length; ) {
    const marker = jpeg[at + 1];
    const length = jpeg.readUInt16BE(at + 2);
    const body = jpeg.subarray(at + 4, at + 2 + length);
    at += 2 + length;
    if (marker === 0xdb) tables.push(...quantisation(body));
    else if (marker === 0xc0) frame = baseline(body);
    else if (marker !== undefined && marker > 0xc0 && marker < 0xd0 && marker !== 0xc4) break;
    else if (marker === 0xda && frame !== null) {
      return {
        ...frame,
        tables: Buffer.concat(tables),
        scan: jpeg.subarray(at, jpeg.lastIndexOf(Buffer.from([0xff, 0xd9]))),
      };
    }
  }
  throw new TypeError('only baseline JPEG with three components can be sent over RTP');
}

function quantisation(body: Buffer): Buffer[] {
  const found: Buffer[] = [];
  for (let at = 0; at + 65 <= body.length; at += 65) found.push(body.subarray(at + 1, at + 65));
  return found;
}

function baseline(body: Buffer): { type: 0 | 1; widthPx: number; heightPx: number } {
  const heightPx = body.readUInt16BE(1);
  const widthPx = body.readUInt16BE(3);
  const sampling = body[7];
  if (body[5] !== 3 || (sampling !== 0x21 && sampling !== 0x22)) throw new TypeError('4:2:2 or 4:2:0 is needed');
  // Sizes travel in units of 8 pixels, in one byte (RFC 2435 §3.1.5).
  if (widthPx > 2040 || heightPx > 2040 || widthPx % 8 !== 0 || heightPx % 8 !== 0) {
    throw new TypeError('width and height must be multiples of 8 up to 2040');
  }
  return { type: sampling === 0x21 ? 0 : 1, widthPx, heightPx };
}

export interface RtpStream {
  readonly ssrc: number;
  /** Of the next packet. */
  sequence: number;
}

/** The RTP packets of one picture; the last has the marker bit. */
export function rtpPackets(picture: RtpPicture, stream: RtpStream, timestamp: number): Buffer[] {
  const packets: Buffer[] = [];
  const { scan, tables } = picture;
  for (let offset = 0; offset < scan.length; offset += FRAGMENT_BYTES) {
    const fragment = scan.subarray(offset, offset + FRAGMENT_BYTES);
    const isLast = offset + FRAGMENT_BYTES >= scan.length;
    const rtp = Buffer.alloc(12);
    rtp[0] = 0x80;
    rtp[1] = PAYLOAD_TYPE | (isLast ? 0x80 : 0);
    rtp.writeUInt16BE(stream.sequence, 2);
    rtp.writeUInt32BE(timestamp >>> 0, 4);
    rtp.writeUInt32BE(stream.ssrc, 8);
    stream.sequence = (stream.sequence + 1) & 0xffff;
    const head = Buffer.alloc(8);
    head.writeUInt32BE(offset, 0);
    head[4] = picture.type;
    head[5] = OWN_TABLES;
    head[6] = picture.widthPx / 8;
    head[7] = picture.heightPx / 8;
    const own = offset === 0 ? [Buffer.from([0, 0, tables.length >> 8, tables.length & 0xff]), tables] : [];
    packets.push(Buffer.concat([rtp, head, ...own, fragment]));
  }
  return packets;
}
