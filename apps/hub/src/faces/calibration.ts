import type { LocalizedText } from '@hadir/core';
import type { FaceCalibration } from '@hadir/sdk';
import type { FaceContext } from './context.js';
import { faceError } from './errors.js';
import { recognisers } from './recognisers.js';

/** What a gallery says about itself, and what that means. Counts only: no score of anybody. */
export interface CalibrationReport {
  readonly pluginId: string;
  readonly gallery: string | null;
  readonly calibration: FaceCalibration;
  readonly words: LocalizedText;
}

/** @throws FACE_NO_RECOGNISER, or what the plugin says */
export async function calibrate(
  context: FaceContext,
  gallery: string | null,
  signal: AbortSignal,
): Promise<readonly CalibrationReport[]> {
  const host = context.host();
  const { found } = await recognisers(host, signal);
  if (found.length === 0) throw faceError('FACE_NO_RECOGNISER');
  const reports: CalibrationReport[] = [];
  for (const { pluginId } of found) {
    const { calibrations } = await host.faces(pluginId, 'calibrate', { name: 'calibrate', gallery }, signal);
    for (const calibration of calibrations) {
      reports.push({ pluginId, gallery, calibration, words: wordsOf(calibration) });
    }
  }
  return reports;
}

/**
 * The upper end of what the true rate may be with 95 % confidence when `errors` were counted in `pairs`: three in n when
 * none was (rule of three, Hanley and Lippman-Hand 1983), else the normal end, which is enough for words.
 */
export function upperRate(errors: number, pairs: number): number {
  if (pairs === 0) return 1;
  if (errors === 0) return Math.min(1, 3 / pairs);
  const rate = errors / pairs;
  return Math.min(1, rate + 1.96 * Math.sqrt((rate * (1 - rate)) / pairs) + 1 / pairs);
}

/** The whole finding in sentences that an officer can act on. */
export function wordsOf(found: FaceCalibration): LocalizedText {
  const { people, genuinePairs, impostorPairs, proposed, points, model } = found;
  const head = {
    id: `${people} orang, model ${model.id}: ${genuinePairs} pasang gambar dari orang yang sama, ${impostorPairs} pasang dari orang berbeda.`,
    en: `${people} people, model ${model.id}: ${genuinePairs} pairs of pictures of one person, ${impostorPairs} pairs of two.`,
  };
  if (proposed === null) {
    return {
      id: `${head.id} Terlalu sedikit untuk mengusulkan ambang; pakai ambang bawaan dan daftarkan lebih banyak pegawai.`,
      en: `${head.en} Too few to propose thresholds; use the shipped ones and enrol more staff.`,
    };
  }
  const { accept, review, margin } = proposed;
  const at = [...points].sort((a, b) => Math.abs(a.threshold - accept) - Math.abs(b.threshold - accept))[0];
  const wrong = at?.falseMatches ?? 0;
  const missed = at?.falseNonMatches ?? 0;
  return {
    id: [
      head.id,
      `Usulan: terima mulai ${accept}, periksa petugas mulai ${review}, jarak ke orang kedua paling sedikit ${margin}.`,
      `Pada ambang itu ${wrong} dari ${impostorPairs} pasang orang berbeda disangka sama (paling tinggi sekitar ${percent(upperRate(wrong, impostorPairs), 'id')})`,
      `dan ${missed} dari ${genuinePairs} pasang orang yang sama tidak dikenali (paling tinggi sekitar ${percent(upperRate(missed, genuinePairs), 'id')}).`,
      'Angka ini dari gambar pendaftaran; di depan kamera hasilnya lebih rendah. Pasang ambang di pengaturan kamera, lalu ukur lagi setelah sebulan.',
    ].join(' '),
    en: [
      head.en,
      `Proposed: accept from ${accept}, an officer looks from ${review}, at least ${margin} to the next person.`,
      `There, ${wrong} of ${impostorPairs} pairs of two people are taken for one (at most about ${percent(upperRate(wrong, impostorPairs), 'en')})`,
      `and ${missed} of ${genuinePairs} pairs of one person are not recognised (at most about ${percent(upperRate(missed, genuinePairs), 'en')}).`,
      'These figures come from enrolment pictures; before a camera they are worse. Set the thresholds in the settings of the cameras, and measure again after a month.',
    ].join(' '),
  };
}

function percent(rate: number, language: 'id' | 'en'): string {
  const text = new Intl.NumberFormat(language === 'id' ? 'id-ID' : 'en-GB', { maximumSignificantDigits: 2 });
  return `${text.format(rate * 100)} %`;
}
