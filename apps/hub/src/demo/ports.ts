import { createSocket } from 'node:dgram';
import { createServer } from 'node:net';

/** The wanted port if it is free for TCP and UDP, else one that is. */
export async function freePort(wanted: number): Promise<number> {
  if ((await tryTcp(wanted)) && (await tryUdp(wanted))) return wanted;
  for (;;) {
    const port = await anyTcp();
    if (await tryUdp(port)) return port;
  }
}

function tryTcp(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}

function tryUdp(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createSocket('udp4');
    socket.once('error', () => {
      socket.close();
      resolve(false);
    });
    socket.bind(port, '127.0.0.1', () => socket.close(() => resolve(true)));
  });
}

function anyTcp(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
