import type { LocalizedText } from '@hadir/core';
import type { FaceAdvice } from '@hadir/sdk';

/** What the person before the camera should do. */
export const ADVICE_WORDS: Readonly<Record<FaceAdvice, LocalizedText>> = {
  'no-face': {
    id: 'Tidak tampak wajah. Hadapkan wajah ke kamera.',
    en: 'No face is in the picture. Turn your face to the camera.',
  },
  'several-faces': {
    id: 'Tampak lebih dari satu wajah. Mintalah orang lain menjauh.',
    en: 'There is more than one face. Ask the others to step aside.',
  },
  'come-closer': { id: 'Mendekatlah ke kamera.', en: 'Come closer to the camera.' },
  'look-straight': { id: 'Lihat lurus ke kamera.', en: 'Look straight into the camera.' },
  'hold-still': { id: 'Diam sebentar; gambarnya kabur.', en: 'Hold still for a moment; the picture is blurred.' },
  'more-light': { id: 'Terlalu gelap. Tambah cahaya dari depan.', en: 'It is too dark. Add light from the front.' },
  'less-light': {
    id: 'Terlalu terang. Jauhi lampu atau jendela di depan wajah.',
    en: 'It is too bright. Move away from the lamp or window before your face.',
  },
  'open-eyes': { id: 'Buka mata.', en: 'Open your eyes.' },
  'remove-mask': {
    id: 'Lepaskan masker dan kacamata hitam.',
    en: 'Take off the mask and dark glasses.',
  },
};
