import { createRequire } from 'node:module';
import type { ServerTCP } from 'modbus-serial';

export interface ModbusThermometerOptions {
  /** 0: any free port. */
  readonly port?: number;
  readonly host?: string;
  readonly roomCelsius?: number;
}

/** A simulated infrared sensor that answers Modbus over TCP with the registers of a Calex PyroUSB. */
export interface SimulatedModbusThermometer {
  readonly host: string;
  readonly port: number;
  present(celsius: number, forMs: number): void;
  stop(): Promise<void>;
}

const FILTERED = 0x12;
const SENSOR = 0x14;
const EMISSIVITY = 0x08;

export async function startModbusThermometer(
  options: ModbusThermometerOptions = {},
): Promise<SimulatedModbusThermometer> {
  const { host = '127.0.0.1', roomCelsius = 26 } = options;
  let person: { readonly celsius: number; readonly untilMs: number } | null = null;
  const objectCelsius = () => (person !== null && performance.now() < person.untilMs ? person.celsius : roomCelsius);
  const tenths = (celsius: number): number => Math.round(celsius * 10) & 0xffff;
  const register = (address: number): number => {
    if (address === EMISSIVITY) return 9800;
    if (address === SENSOR) return tenths(roomCelsius);
    return address === FILTERED || address === FILTERED + 1 ? tenths(objectCelsius()) : 0;
  };
  const { ServerTCP: Server } = createRequire(import.meta.url)('modbus-serial') as { ServerTCP: typeof ServerTCP };
  const server = new Server(
    { getHoldingRegister: register, getInputRegister: register },
    { host, port: options.port ?? 0, unitID: 1 },
  );
  const port = await new Promise<number>((resolve, reject) => {
    server.on('serverError', (error) => reject(error));
    server.on('initialized', () => resolve(portOf(server)));
  });
  return {
    host,
    port,
    present(celsius, forMs) {
      person = { celsius, untilMs: performance.now() + forMs };
    },
    stop: () =>
      new Promise((resolve) => {
        for (const socket of server.socks.keys()) socket.destroy();
        server.close(() => resolve());
      }),
  };
}

/** The library keeps its listener to itself, and a test needs to know which port the system gave. */
function portOf(server: ServerTCP): number {
  const { _server: listener } = server as unknown as { _server: { address(): { port: number } } };
  return listener.address().port;
}
