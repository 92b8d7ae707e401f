import type { Socket } from 'node:net';

const ANSWERS: Readonly<Record<string, { readonly status: number; readonly reason: string; readonly code: string }>> = {
  ERR_HTTP_REQUEST_TIMEOUT: { status: 408, reason: 'Request Timeout', code: 'REQUEST_TIMEOUT' },
  HPE_HEADER_OVERFLOW: { status: 431, reason: 'Request Header Fields Too Large', code: 'REQUEST_HEADERS_TOO_LARGE' },
};
const MALFORMED = { status: 400, reason: 'Bad Request', code: 'REQUEST_UNREADABLE' };

/** Answers what is not even HTTP, or came too slowly, and hangs up. There is no request yet, hence no language. */
export function answerClientError(error: Error & { code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const { status, reason, code } = ANSWERS[error.code ?? ''] ?? MALFORMED;
  const body = JSON.stringify({ type: `urn:hadir:error:${code}`, title: reason, status, code });
  socket.end(
    `HTTP/1.1 ${status} ${reason}\r\nContent-Type: application/problem+json\r\nContent-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
  );
}
