import type { AttendanceEvent, LocalizedText } from '@hadir/core';

type Word<Key extends string> = Readonly<Record<Key, LocalizedText>>;

export const METHOD_WORDS: Word<AttendanceEvent['methods'][number]> = {
  fingerprint: { id: 'sidik jari', en: 'fingerprint' },
  face: { id: 'wajah', en: 'face' },
  palm: { id: 'telapak tangan', en: 'palm' },
  vein: { id: 'pembuluh darah', en: 'vein' },
  iris: { id: 'iris mata', en: 'iris' },
  card: { id: 'kartu', en: 'card' },
  pin: { id: 'PIN', en: 'PIN' },
  password: { id: 'kata sandi', en: 'password' },
  phone: { id: 'telepon', en: 'phone' },
  qr: { id: 'kode QR', en: 'QR code' },
  manual: { id: 'catatan petugas', en: 'officer’s note' },
  unknown: { id: 'cara tidak dikenal', en: 'unknown method' },
};

export const DIRECTION_WORDS: Word<AttendanceEvent['direction']> = {
  in: { id: 'masuk', en: 'in' },
  out: { id: 'pulang', en: 'out' },
  'break-out': { id: 'keluar istirahat', en: 'out for break' },
  'break-in': { id: 'kembali dari istirahat', en: 'back from break' },
  'overtime-in': { id: 'masuk lembur', en: 'in for overtime' },
  'overtime-out': { id: 'pulang lembur', en: 'out from overtime' },
  unknown: { id: 'arah tidak disebut', en: 'direction not stated' },
};

export const VERDICT_WORDS: Word<AttendanceEvent['verdict']> = {
  accepted: { id: 'Diterima.', en: 'Accepted.' },
  review: { id: 'Menunggu pemeriksaan petugas.', en: 'Waits for an officer to look at it.' },
  rejected: { id: 'Ditolak; tetap disimpan dan ditampilkan.', en: 'Rejected; kept and shown all the same.' },
};

export const FLAG_WORDS: Word<AttendanceEvent['flags'][number]> = {
  'clock-skew': {
    id: 'Jam mesin terukur meleset, dan waktunya tidak dapat dikoreksi dengan pasti.',
    en: 'The clock of the device was measured to be off, and the time could not be corrected for sure.',
  },
  'clock-corrected': {
    id: 'Jam mesin meleset sejauh yang terukur; waktu kejadian sudah dikoreksi.',
    en: 'The clock of the device was off by a measured amount; the time is corrected by it.',
  },
  'clock-unset': {
    id: 'Jam mesin masih pada awalnya (1970 atau 2000), jadi waktunya tidak berarti.',
    en: 'The clock of the device stood at its beginning (1970 or 2000), so its time says nothing.',
  },
  'time-invalid': {
    id: 'Mesin menyebut waktu yang tidak ada di kalender.',
    en: 'The device named a moment that no calendar has.',
  },
  'time-absent': {
    id: 'Mesin tidak menyebut waktu; dipakai waktu penerimaan.',
    en: 'The device named no time; the time of receipt is used.',
  },
  'time-future': {
    id: 'Waktu mesin lebih lambat daripada saat catatan ini diterima.',
    en: 'The time of the device lies after the receipt of this record.',
  },
  'offset-stated': {
    id: 'Mesin menyebut selisih UTC yang berbeda dari zona tempatnya.',
    en: 'The device stated an offset from UTC that differs from the zone of its place.',
  },
  'wall-ambiguous': {
    id: 'Jam itu terlewat atau terulang ketika jam setempat diubah.',
    en: 'That hour was skipped or repeated when local clocks were changed.',
  },
  'unknown-method': {
    id: 'Tidak diketahui bagaimana orang itu dikenali.',
    en: 'How the person was recognised is not known.',
  },
  'face-alike': {
    id: 'Wajahnya mirip, tetapi belum cukup untuk dipastikan; petugas yang memutuskan.',
    en: 'The face is alike, but not enough to be sure; an officer decides.',
  },
  'liveness-failed': {
    id: 'Orang itu tidak melakukan yang diminta kamera untuk memastikan bahwa ini bukan gambar.',
    en: 'The person did not do what the camera asked for to see that it is no picture.',
  },
};
