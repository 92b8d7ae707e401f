import type { LocalizedText, TemperatureAssessment, TemperatureNote, TemperatureOutcome } from '@hadir/core';

type Word<Key extends string> = Readonly<Record<Key, LocalizedText>>;

/** What to do next. Never what somebody has, and never a word about attendance. */
export const ADVICE_WORDS: Word<TemperatureAssessment['advice']> = {
  none: { id: 'Tidak ada tindakan.', en: 'Nothing to do.' },
  'measure-again': { id: 'Ukur ulang.', en: 'Measure again.' },
  officer: { id: 'Panggil petugas.', en: 'Call the officer.' },
};

export const NOTE_WORDS: Word<TemperatureNote> = {
  implausible: {
    id: 'Tidak ada orang bersuhu demikian; ukurannya gagal.',
    en: 'Nobody has this temperature; it failed.',
  },
  unstable: { id: 'Sensor belum tenang.', en: 'The sensor did not come to rest.' },
  'ambient-outside': {
    id: 'Suhu ruang di luar batas kerja termometer.',
    en: 'The room is outside what the thermometer is rated for.',
  },
  'ambient-unusual': {
    id: 'Suhu ruang tidak biasa; kulit dan badan lebih berbeda.',
    en: 'The room is unusually warm or cold; skin and body differ more.',
  },
  'ambient-unknown': { id: 'Suhu ruang tidak diketahui.', en: 'The temperature of the room is not known.' },
  'calibration-expired': { id: 'Masa kalibrasi lewat.', en: 'The calibration is out of date.' },
  'offset-too-large': {
    id: 'Koreksinya terlalu besar; alat perlu diservis.',
    en: 'The correction is too large; the device needs service.',
  },
  'not-screening-grade': {
    id: 'Sensor ini tidak cukup teliti untuk orang.',
    en: 'This sensor is not good enough for people.',
  },
  'mode-unknown': {
    id: 'Tidak diketahui apakah ini suhu kulit atau badan.',
    en: 'Nobody knows whether this is of the skin or of the body.',
  },
  'above-threshold': { id: 'Di atas batas yang ditetapkan.', en: 'Above the limit that was set.' },
};

export const STATE_WORDS: Word<TemperatureOutcome['state']> = {
  waiting: { id: 'Menunggu kabar mesin lain.', en: 'Waits for news of the other devices.' },
  pending: { id: 'Petugas yang memutuskan milik siapa.', en: 'An officer decides whose it is.' },
  bound: { id: 'Milik satu orang.', en: 'Belongs to one person.' },
  unmatched: { id: 'Tidak ada orang yang cocok.', en: 'Nobody fitted.' },
  dismissed: { id: 'Petugas menyatakan bukan milik siapa pun.', en: 'An officer said that it is nobody’s.' },
};
