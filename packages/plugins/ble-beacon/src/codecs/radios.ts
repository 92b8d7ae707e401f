import type { Codec } from '@hadir/sdk/codec';
import { fromHex } from '@hadir/sdk/proximity';
import { bleError } from '../errors.js';
import { readAbSniffer } from '../radio/absniffer.js';
import { describeHciCommand, readHciCommand } from '../radio/hci-command.js';
import { readHciEvent } from '../radio/hci-event.js';
import { type Hm10Heard, readHm10 } from '../radio/hm10.js';
import { binaryOf, textOf } from './input.js';
import { viewOf } from './present.js';

const hm10View = ({ ibeacon, uuid, major, minor, tx1m, mac, rssiDbm }: Hm10Heard) => ({
  ibeacon,
  uuid,
  major,
  minor,
  tx1m,
  mac,
  rssi: rssiDbm,
});

/** Commands, parted by `|`. */
function describeCommands(text: string): { readonly meaning: string } {
  const packets = text.split('|').map((part) => fromHex(part.replaceAll(/\s/g, '')));
  const meanings = packets.map((packet) => {
    if (packet) return describeHciCommand(readHciCommand(packet));
    throw bleError('BLE_PAYLOAD_INVALID', { format: 'hci-h4', where: 0, reason: 'not hexadecimal' });
  });
  return { meaning: meanings.join('; ') };
}

export const radioCodecs: readonly Codec[] = [
  {
    name: 'hci-h4',
    description: 'H4 packet of a Bluetooth controller: an advertising report, or commands parted by |',
    decode(input) {
      const text = textOf(input.subarray(0, 8192));
      if (text.startsWith('01')) return describeCommands(text);
      const event = readHciEvent(binaryOf(input));
      if (event.kind !== 'report') return event;
      return { evtType: event.report.evtType, addrType: event.report.addrType, ...viewOf(event.report) };
    },
  },
  {
    name: 'hm10-serial',
    description: 'Answers of an HM-10 or HM-17 to AT+DISI?',
    decode(input) {
      const text = textOf(input).trim();
      const views = readHm10(text).map(hm10View);
      return text.startsWith('OK+DISIS') || views.length > 1 ? views : views[0];
    },
  },
  {
    name: 'absniffer-serial',
    description: 'A line of an ABSniffer 528',
    decode(input) {
      const { advType, ...heard } = readAbSniffer(textOf(input.subarray(0, 8192)));
      return { advType, ...viewOf(heard) };
    },
  },
];
