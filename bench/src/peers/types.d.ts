/** The peers come without types; only what the benchmarks call is declared. */
declare module 'node-zklib' {
  const ZkLib: new (host: string, port: number, timeoutMs: number, localPort: number) => import('./peer.js').NodeZkLib;
  export default ZkLib;
}
declare module 'zkteco-js' {
  const ZktecoJs: new (
    host: string,
    port: number,
    timeoutMs: number,
    localPort: number,
  ) => import('./peer.js').ZktecoJsLib;
  export default ZktecoJs;
}
declare module 'node-zklib/utils.js' {
  const utils: { decodeRecordData40(record: Buffer): { deviceUserId: string; recordTime: Date } };
  export default utils;
}
declare module 'zkteco-js/src/helper/utils.js' {
  const utils: { decodeRecordData40(record: Buffer): { user_id: string; record_time: string } };
  export default utils;
}
