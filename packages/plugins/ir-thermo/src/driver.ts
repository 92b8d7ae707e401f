import { type Driver, defineDriver } from '@hadir/sdk';
import { openBle } from './ble/ble-line.js';
import { nobleGatt } from './ble/noble.js';
import type { ConnectGatt } from './ble/transport.js';
import { DeviceConfig, PluginSettings } from './config.js';
import { thermoShared } from './driver/live-lines.js';
import { type Lines, openThermometer, probeThermometer } from './driver/session.js';
import { openHid } from './hid/hid-line.js';
import { openNodeHid } from './hid/node-hid.js';
import type { OpenHid } from './hid/transport.js';
import { manifest } from './manifest.js';
import { openModbus } from './modbus/modbus-line.js';
import { openMqtt } from './mqtt/mqtt-line.js';
import { openOperator } from './operator/operator-line.js';
import { openUart } from './serial/uart-line.js';

/** The hardware that a computer without it cannot stand in for. */
export interface ThermoHardware {
  readonly hid: OpenHid;
  readonly gatt: ConnectGatt;
}

/** Thermometers of every kind. @param hardware other USB and radio than the computer's own */
export function thermoDriver(hardware: ThermoHardware = { hid: openNodeHid, gatt: nobleGatt() }): Driver {
  const lines: Lines = {
    serial: openUart,
    'modbus-rtu': openModbus,
    'modbus-tcp': openModbus,
    ble: openBle(hardware.gatt),
    hid: openHid(hardware.hid),
    mqtt: openMqtt,
    operator: openOperator,
  };
  return defineDriver({
    manifest,
    config: DeviceConfig,
    settings: PluginSettings,
    start: async () => thermoShared(),
    probe: (context, config, shared) => probeThermometer(context, config, lines, shared),
    open: (context, config, shared) => openThermometer(context, config, lines, shared),
  });
}
