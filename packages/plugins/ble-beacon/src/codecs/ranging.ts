import type { Codec } from '@hadir/sdk/codec';
import { curveMetres, logDistanceMetres } from '@hadir/sdk/proximity';
import { bleError } from '../errors.js';
import { parseObject } from '../gateways/fields.js';
import { fieldsOf, textOf } from './input.js';

function coefficientsOf(value: unknown): readonly [number, number, number] {
  if (Array.isArray(value) && value.length === 3 && value.every((part) => typeof part === 'number')) {
    return value as unknown as readonly [number, number, number];
  }
  throw bleError('BLE_CRYPTO_INPUT', { reason: 'coefficients must be three numbers' });
}

export const rangingCodecs: readonly Codec[] = [
  {
    name: 'ranging',
    description: 'Metres that a model guesses from a signal strength; never a fact',
    decode(input) {
      const fields = fieldsOf(input);
      const rssi = fields.number('rssi', -127, 20);
      const p1m = fields.number('p1m', -127, -1);
      const { coefficients } = parseObject('json', textOf(input));
      const metres = fields.has('n')
        ? logDistanceMetres(rssi, p1m, fields.number('n', 1, 8))
        : curveMetres(rssi, p1m, coefficientsOf(coefficients));
      return { metres: Math.round(metres * 1e4) / 1e4 };
    },
  },
];
