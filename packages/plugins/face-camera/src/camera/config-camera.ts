import Type, { type Static } from 'typebox';
import { label } from '../terminals/config-common.js';

const Score = (id: string, en: string, description: string) =>
  Type.Number({ minimum: -1, maximum: 1.01, description, ...label(id, en) });
const Ms = (maximum: number, id: string, en: string, description: string) =>
  Type.Integer({ minimum: 0, maximum, description, ...label(id, en) });

const Rules = Type.Object(
  {
    accept: Type.Optional(Score('Ambang terima', 'Accept from', 'Similarity from which a face counts.')),
    review: Type.Optional(Score('Ambang tinjau', 'Review from', 'Similarity from which an officer looks.')),
    margin: Type.Optional(Score('Jarak ke orang kedua', 'Margin', 'What the best must be ahead of the second.')),
    frames: Type.Optional(
      Type.Integer({ minimum: 1, maximum: 20, ...label('Bingkai yang setuju', 'Frames agreeing') }),
    ),
    outOf: Type.Optional(Type.Integer({ minimum: 1, maximum: 40, ...label('Dari bingkai terakhir', 'Out of') })),
    minFacePx: Type.Optional(
      Type.Integer({
        minimum: 60,
        maximum: 600,
        description: 'Narrower faces are not assessed.',
        ...label('Lebar wajah minimum (px)', 'Smallest face (px)'),
      }),
    ),
    repeatMs: Type.Optional(
      Ms(86_400_000, 'Jeda orang sama (ms)', 'Repeat (ms)', 'The same person is not told again within this time.'),
    ),
    leftAfterMs: Type.Optional(Ms(60_000, 'Pergi setelah (ms)', 'Left after (ms)', 'Not seen for so long: gone.')),
    reviewAfterMs: Type.Optional(
      Ms(600_000, 'Tinjau setelah (ms)', 'Review after (ms)', 'Not accepted for so long: an officer looks.'),
    ),
  },
  {
    additionalProperties: false,
    description:
      'When a face is a person. Left out: by the model; "hadir face calibrate" proposes values for the site.',
    ...label('Aturan keputusan', 'Decision rules'),
  },
);

/** A plain camera whose pictures Hadir recognises by itself. */
export const CameraConfig = Type.Object(
  {
    type: Type.Literal('camera', label('Kamera biasa', 'Plain camera')),
    source: Type.Enum(['snapshot', 'mjpeg', 'rtsp', 'onvif'], {
      description:
        'snapshot: asks for single pictures. mjpeg: an endless stream of JPEG. rtsp: through ffmpeg. onvif: asks the camera for its snapshot address, and listens for motion.',
      ...label('Sumber gambar', 'Source of pictures'),
    }),
    url: Type.String({
      pattern: '^(https?|rtsps?)://[^\\s@\'"\\\\]+$',
      maxLength: 500,
      description:
        'Address without user and password: http://192.168.1.64/ISAPI/Streaming/channels/101/picture, rtsp://…; with onvif that of the device service, http://192.168.1.64/onvif/device_service.',
      ...label('Alamat', 'Address'),
    }),
    username: Type.Optional(Type.String({ maxLength: 64, ...label('Nama pengguna', 'User name') })),
    password: Type.Optional(Type.String({ maxLength: 128, 'x-secret': true, ...label('Kata sandi', 'Password') })),
    certificateSha256: Type.Optional(
      Type.String({
        pattern: '^[0-9A-Fa-f:]{64,95}$',
        description: 'Fingerprint of the certificate that the camera made for itself, with https.',
        ...label('Sidik sertifikat (SHA-256)', 'Certificate fingerprint (SHA-256)'),
      }),
    ),
    framesPerSecond: Type.Optional(
      Type.Number({
        minimum: 0.2,
        maximum: 10,
        description: 'Pictures looked at a second; default 2, with liveness challenge 6.',
        ...label('Gambar per detik', 'Pictures per second'),
      }),
    ),
    motion: Type.Optional(
      Type.Boolean({
        description: 'With onvif: takes pictures only while the camera tells motion, and 5 s after. Default false.',
        ...label('Hanya saat ada gerakan', 'Only with motion'),
      }),
    ),
    galleries: Type.Optional(
      Type.Array(Type.String({ minLength: 1, maxLength: 64 }), {
        minItems: 1,
        maxItems: 64,
        uniqueItems: true,
        description: 'Units whose people are looked for here; ["*"]: all. Nobody else is ever named.',
        ...label('Unit yang dicari', 'Units looked for'),
      }),
    ),
    liveness: Type.Optional(
      Type.Enum(['off', 'challenge'], {
        description:
          'challenge: one person at a kiosk is asked to turn the head and to blink. It stops printed photos, not video replay. Default off.',
        ...label('Uji hidup', 'Liveness'),
      }),
    ),
    kioskSecret: Type.Optional(
      Type.String({
        pattern: '^[0-9A-Za-z_-]{12,64}$',
        description: 'Shows what the person is asked to do at /kiosk/<this> of the kiosk listener (plugin settings).',
        'x-secret': true,
        ...label('Rahasia layar kios', "Secret of the kiosk's screen"),
      }),
    ),
    farFaces: Type.Optional(
      Type.Boolean({
        description: 'Looks for small faces too, at five times the work. Default false.',
        ...label('Wajah jauh', 'Far faces'),
      }),
    ),
    rules: Type.Optional(Rules),
  },
  { additionalProperties: false },
);
export type CameraConfig = Static<typeof CameraConfig>;
