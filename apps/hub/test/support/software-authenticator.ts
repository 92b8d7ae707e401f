export { type AuthenticatorOptions, softwareAuthenticator } from '@hadir/plugin-ble-beacon/testing';
