import { childText, descendants, escapeXml, parseXml } from './xml.js';

/** One listening host: where a terminal sends its events. */
export interface HikHost {
  readonly slot: number;
  readonly path: string;
  readonly protocol: string;
  readonly host: string;
  readonly port: number;
}

export interface HikHostWanted extends HikHost {
  /** Seconds between two signs of life. */
  readonly heartbeatSeconds: number;
}

const NAMESPACE = 'http://www.isapi.org/ver20/XMLSchema';
const IPV4 = /^\d{1,3}(\.\d{1,3}){3}$/;

function hostElement(wanted: HikHostWanted, attributes = ''): string {
  const isAddress = IPV4.test(wanted.host);
  return [
    `<HttpHostNotification${attributes}>`,
    `<id>${wanted.slot}</id>`,
    `<url>${escapeXml(wanted.path)}</url>`,
    `<protocolType>${wanted.protocol}</protocolType>`,
    '<parameterFormatType>JSON</parameterFormatType>',
    `<addressingFormatType>${isAddress ? 'ipaddress' : 'hostname'}</addressingFormatType>`,
    isAddress ? `<ipAddress>${wanted.host}</ipAddress>` : `<hostName>${escapeXml(wanted.host)}</hostName>`,
    `<portNo>${wanted.port}</portNo>`,
    '<httpAuthenticationMethod>none</httpAuthenticationMethod>',
    '<SubscribeEvent>',
    `<heartbeat>${wanted.heartbeatSeconds}</heartbeat>`,
    '<eventMode>list</eventMode>',
    // The only kind that all firmware knows; the pictures are dropped while they come.
    '<EventList><Event><type>AccessControllerEvent</type><pictureURLType>binary</pictureURLType></Event></EventList>',
    '</SubscribeEvent>',
    '</HttpHostNotification>',
  ].join('');
}

const DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>';
const ATTRIBUTES = ` version="2.0" xmlns="${NAMESPACE}"`;

/** Body of `PUT /ISAPI/Event/notification/httpHosts`. This resource takes XML only. */
export function hikHostListXml(wanted: HikHostWanted): string {
  return `${DECLARATION}<HttpHostNotificationList${ATTRIBUTES}>${hostElement(wanted)}</HttpHostNotificationList>`;
}

/** Body of `PUT /ISAPI/Event/notification/httpHosts/<id>`, which some firmware wants instead. */
export function hikHostXml(wanted: HikHostWanted): string {
  return `${DECLARATION}${hostElement(wanted, ATTRIBUTES)}`;
}

/** Answer to `GET …/httpHosts`. `parameterFormatType` comes back empty on some firmware and is not looked at. @throws FACE_WIRE_UNREADABLE */
export function readHikHosts(text: string): readonly HikHost[] {
  return descendants(parseXml(text, 'hikvision-isapi'), 'HttpHostNotification').map((host) => ({
    slot: Number(childText(host, 'id') ?? 0),
    path: childText(host, 'url') ?? '',
    protocol: (childText(host, 'protocolType') ?? '').toUpperCase(),
    host:
      [childText(host, 'ipAddress'), childText(host, 'hostName')].find(
        (one) => one !== null && one !== '' && one !== '0.0.0.0',
      ) ?? '',
    port: Number(childText(host, 'portNo') ?? 0),
  }));
}

/** Whether a terminal already sends where it should. */
export function isHostSet(hosts: readonly HikHost[], wanted: HikHost): boolean {
  return hosts.some(
    ({ path, host, port, protocol }) =>
      path === wanted.path && host === wanted.host && port === wanted.port && protocol === wanted.protocol,
  );
}
