export type SimulatedModel = 'gy-906' | 'gy-614v3' | 'cjmcu-90614' | 'aa-a5';
export const SIMULATED_MODELS: readonly SimulatedModel[] = ['gy-906', 'gy-614v3', 'cjmcu-90614', 'aa-a5'];

const sum = (bytes: readonly number[]): number => bytes.reduce((total, byte) => total + byte, 0) & 0xff;
const centi = (celsius: number): readonly number[] => {
  const count = Math.round(celsius * 100) & 0xffff;
  return [count >> 8, count & 0xff];
};

/** A frame as the board writes it; written apart from the decoder, so that one checks the other. */
export function boardFrame(model: SimulatedModel, objectCelsius: number, ambientCelsius: number): Uint8Array {
  const values = [...centi(objectCelsius), ...centi(ambientCelsius)];
  switch (model) {
    case 'gy-906': {
      const frame = [0x5a, 0x5a, 0x45, 0x04, ...values];
      return Uint8Array.from([...frame, sum(frame)]);
    }
    case 'gy-614v3': {
      const frame = [0xa4, 0x03, 0x07, 0x07, 98, ...values, ...centi(objectCelsius + 1.8)];
      return Uint8Array.from([...frame, sum(frame)]);
    }
    case 'cjmcu-90614':
      return Uint8Array.from([0x66, 0x66, 0x01, 0x04, ...values, sum(values)]);
    case 'aa-a5': {
      const body = [0x08, 0x01, ...values, 0x00];
      return Uint8Array.from([0xaa, 0xa5, ...body, sum(body), 0x55]);
    }
  }
}
