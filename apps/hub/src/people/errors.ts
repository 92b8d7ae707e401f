import { defineErrors, type ErrorDefinition, errorFactory, NUMBER_FAULTS, type NumberFault } from '@hadir/core';

const NUMBER_ERRORS = Object.fromEntries(
  Object.entries(NUMBER_FAULTS).map(([fault, text]): [string, ErrorDefinition] => [
    `PERSON_NUMBER_${fault}`,
    {
      status: 422,
      retryable: false,
      fault: 'caller',
      message: { id: `Nomor {kind} ditolak. ${text.id}`, en: `The {kind} number is refused. ${text.en}` },
      remedy: {
        id: 'Periksa nomor pada surat keputusan atau KTP, dan kirim sebagai teks.',
        en: 'Check the number on the decree or identity card, and send it as text.',
      },
    },
  ]),
) as Record<`PERSON_NUMBER_${NumberFault}`, ErrorDefinition>;

export const PEOPLE_ERRORS = defineErrors({
  ...NUMBER_ERRORS,
  PERSON_NUMBER_KIND: {
    status: 422,
    retryable: false,
    fault: 'caller',
    message: { id: 'Nomor ini adalah {found}, bukan {kind}.', en: 'This number is of kind {found}, not {kind}.' },
    remedy: { id: 'Ubah jenis nomornya.', en: 'Change the kind of the number.' },
  },
  PERSON_NUMBER_TAKEN: {
    status: 409,
    retryable: false,
    fault: 'caller',
    message: {
      id: 'Nomor {kind} ini sudah milik {person} pada masa yang sama.',
      en: 'This {kind} number belongs to {person} at the same time.',
    },
    remedy: { id: 'Akhiri masa berlakunya di sana, atau periksa nomornya.', en: 'End it there, or check the number.' },
  },
  UNIT_CODE_TAKEN: {
    status: 409,
    retryable: false,
    fault: 'caller',
    message: { id: 'Kode unit "{code}" sudah dipakai.', en: 'The unit code "{code}" is in use.' },
    remedy: { id: 'Pilih kode lain.', en: 'Choose another code.' },
  },
  UNIT_IN_USE: {
    status: 409,
    retryable: false,
    fault: 'caller',
    message: { id: 'Unit ini masih dipakai: {by}.', en: 'The unit is still in use: {by}.' },
    remedy: { id: 'Pindahkan isinya dahulu.', en: 'Move what belongs to it first.' },
  },
  STATION_IN_USE: {
    status: 409,
    retryable: false,
    fault: 'caller',
    message: { id: 'Masih ada mesin di tempat ini: {by}.', en: 'Devices still stand at this station: {by}.' },
    remedy: { id: 'Pindahkan mesinnya dahulu.', en: 'Move the devices first.' },
  },
  MAPPING_TAKEN: {
    status: 409,
    retryable: false,
    fault: 'caller',
    message: {
      id: 'Nomor {deviceUserId} di mesin {device} milik {person} dari {from} sampai {to}.',
      en: 'Number {deviceUserId} on {device} belongs to {person} from {from} to {to}.',
    },
    remedy: {
      id: 'Akhiri dahulu pemetaan yang lama, atau pilih tanggal lain.',
      en: 'End the earlier mapping first, or choose other dates.',
    },
  },
  REFERENCE_UNKNOWN: {
    status: 422,
    retryable: false,
    fault: 'caller',
    message: { id: 'Yang dirujuk oleh {field} tidak ada.', en: 'What {field} refers to does not exist.' },
    remedy: { id: 'Periksa pengenalnya.', en: 'Check the identifier.' },
  },
  RECORD_NOT_FOUND: {
    status: 404,
    retryable: false,
    fault: 'caller',
    message: { id: '{kind} {id} tidak ada.', en: 'There is no {kind} {id}.' },
    remedy: { id: 'Periksa pengenalnya.', en: 'Check the identifier.' },
  },
});

export const peopleError = errorFactory(PEOPLE_ERRORS);
