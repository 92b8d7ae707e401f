import { defineErrors, errorFactory } from '@hadir/core';

/** What can be wrong about measurements of people and the visits they belong to. */
export const VISIT_ERRORS = defineErrors({
  TEMPERATURE_NOT_FOUND: {
    status: 404,
    retryable: false,
    fault: 'caller',
    message: {
      id: 'Pengukuran {id} tidak ada, atau sudah dihapus karena masa simpannya lewat.',
      en: 'There is no measurement {id}, or its time of keeping is over.',
    },
    remedy: { id: 'Lihat daftar pengukuran.', en: 'Look at the list of measurements.' },
  },
  TEMPERATURE_DECIDED: {
    status: 409,
    retryable: false,
    fault: 'caller',
    message: {
      id: '{by} sudah memutuskan pengukuran ini.',
      en: '{by} has decided about this measurement already.',
    },
    remedy: {
      id: 'Muat ulang; untuk mengganti, sebutkan keputusan terakhir pada "replaces". Keputusan lama tetap tersimpan.',
      en: 'Load it again; to replace the decision, name the last one in "replaces". The old one stays on record.',
    },
  },
  TEMPERATURE_NO_STATION: {
    status: 409,
    retryable: false,
    fault: 'operator',
    message: {
      id: 'Termometer dari pengukuran ini tidak terpasang di tempat mana pun.',
      en: 'The thermometer of this measurement stands at no station.',
    },
    remedy: { id: 'Tetapkan tempat termometer itu lebih dahulu.', en: 'Give the thermometer its station first.' },
  },
  TEMPERATURE_IMPLAUSIBLE: {
    status: 422,
    retryable: false,
    fault: 'caller',
    message: {
      id: '{celsius} °C di luar rentang wajar {low} sampai {high} °C untuk jenis suhu ini.',
      en: '{celsius} °C lies outside the plausible {low} to {high} °C for this kind of temperature.',
    },
    remedy: {
      id: 'Periksa angka, satuan, dan jenis suhu yang diketik; bila memang demikian, ukur ulang.',
      en: 'Check the number, the unit and the kind that were typed; if they are right, measure again.',
    },
  },
  TEMPERATURE_TIME: {
    status: 422,
    retryable: false,
    fault: 'caller',
    message: {
      id: 'Waktu pengukuran harus dalam {minutes} menit terakhir.',
      en: 'The measurement must be of the last {minutes} minutes.',
    },
    remedy: { id: 'Kosongkan waktunya untuk memakai saat ini.', en: 'Leave the time out to use the present one.' },
  },
  TEMPERATURE_DEVICE: {
    status: 409,
    retryable: false,
    fault: 'caller',
    message: {
      id: '"{name}" bukan termometer yang angkanya diketik petugas.',
      en: '"{name}" is no thermometer whose numbers an officer types in.',
    },
    remedy: {
      id: 'Daftarkan alatnya pada plugin ir-thermo dengan cara sambung "operator".',
      en: 'Register the gun with the plugin ir-thermo and the connection "operator".',
    },
  },
  VISIT_NOT_FOUND: {
    status: 404,
    retryable: false,
    fault: 'caller',
    message: {
      id: 'Kunjungan {id} tidak ada di tempat ini; mungkin baru saja dihitung ulang.',
      en: 'There is no visit {id} at this station; it may just have been computed anew.',
    },
    remedy: { id: 'Muat ulang daftar kunjungan.', en: 'Load the list of visits again.' },
  },
  PERSON_UNKNOWN: {
    status: 422,
    retryable: false,
    fault: 'caller',
    message: { id: 'Orang {id} tidak ada.', en: 'There is no person {id}.' },
    remedy: { id: 'Pilih dari daftar orang.', en: 'Choose from the list of people.' },
  },
  STATION_NOT_FOUND: {
    status: 404,
    retryable: false,
    fault: 'caller',
    message: { id: 'Tempat {id} tidak ada.', en: 'There is no station {id}.' },
    remedy: { id: 'Lihat daftar tempat.', en: 'Look at the list of stations.' },
  },
  VISIT_RANGE: {
    status: 422,
    retryable: false,
    fault: 'caller',
    message: {
      id: 'Rentang waktunya harus maju dan paling lama {days} hari.',
      en: 'The range must run forwards and be no longer than {days} days.',
    },
    remedy: { id: 'Perbaiki "from" dan "to".', en: 'Correct "from" and "to".' },
  },
});

export const visitError = errorFactory(VISIT_ERRORS);
