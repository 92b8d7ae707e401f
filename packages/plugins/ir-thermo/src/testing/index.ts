export { type BoardFaults, type BoardOptions, type SimulatedBoard, simulatedBoard } from './board.js';
export { boardFrame, SIMULATED_MODELS, type SimulatedModel } from './board-frame.js';
export {
  type ModbusThermometerOptions,
  type SimulatedModbusThermometer,
  startModbusThermometer,
} from './modbus-thermometer.js';
