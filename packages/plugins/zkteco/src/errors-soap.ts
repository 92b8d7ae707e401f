import { defineErrors } from '@hadir/sdk';

/** Errors of the SOAP-like service on port 80 of older terminals (Solution X100-C and its kin). */
export const SOAP_ERRORS = defineErrors({
  SOAP_UNREACHABLE: {
    status: 503,
    retryable: true,
    fault: 'device',
    message: {
      id: 'Layanan web mesin {address} tidak dapat dihubungi: {reason}.',
      en: 'The web service of the terminal at {address} cannot be reached: {reason}.',
    },
    remedy: {
      id: 'Pastikan mesin menyala. Bila halaman web mesin juga tidak terbuka, model ini tidak punya layanan itu: pakai port 4370 atau ADMS.',
      en: "See that it is on. If the terminal's web page does not open either, this model lacks the service: use port 4370 or ADMS.",
    },
  },
  SOAP_TIMEOUT: {
    status: 504,
    retryable: true,
    fault: 'device',
    message: {
      id: 'Layanan web mesin {address} berhenti menjawab setelah {received} byte.',
      en: 'The web service of the terminal at {address} stopped after {received} bytes.',
    },
    remedy: {
      id: 'Periksa jaringan. Log yang besar memang lambat lewat cara ini; pertimbangkan port 4370 atau ADMS.',
      en: 'Check the network. Large logs are slow this way; consider port 4370 or ADMS.',
    },
  },
  SOAP_HTTP_STATUS: {
    status: 502,
    retryable: false,
    fault: 'operator',
    message: {
      id: 'Layanan web mesin menjawab HTTP {statusCode}.',
      en: "The terminal's web service answered HTTP {statusCode}.",
    },
    remedy: {
      id: 'Model ini mungkin tidak menyediakan layanan SOAP; pakai port 4370 atau ADMS.',
      en: 'This model may not offer the SOAP service; use port 4370 or ADMS.',
    },
  },
  SOAP_NOT_THIS_SERVICE: {
    status: 502,
    retryable: false,
    fault: 'operator',
    message: {
      id: 'Jawaban bukan {expected}: {sample}.',
      en: 'The answer is not {expected}: {sample}.',
    },
    remedy: {
      id: 'Periksa alamat mesin dan Comm Key; yang menjawab mungkin perangkat lain atau mesin menolak kunci.',
      en: 'Check the address and the Comm Key; another device may be answering, or the terminal refuses the key.',
    },
  },
  SOAP_TRUNCATED: {
    status: 502,
    retryable: true,
    fault: 'device',
    message: {
      id: 'Jawaban terpotong setelah {received} byte; {rows} baris lengkap.',
      en: 'The answer was cut after {received} bytes; {rows} rows are whole.',
    },
    remedy: {
      id: 'Hub membaca ulang seluruh log; tidak ada yang tercatat dua kali. Bila berulang, periksa jaringan.',
      en: 'The hub reads the whole log again; nothing is counted twice. If it repeats, check the network.',
    },
  },
  SOAP_TOO_LARGE: {
    status: 502,
    retryable: false,
    fault: 'device',
    message: {
      id: 'Jawaban {received} byte, lebih dari batas {limit}.',
      en: 'The answer has {received} bytes, over the limit of {limit}.',
    },
    remedy: {
      id: 'Pakai port 4370 atau ADMS untuk mesin dengan log sebesar ini.',
      en: 'Use port 4370 or ADMS for a terminal with so large a log.',
    },
  },
  SOAP_TAGS_STRIPPED: {
    status: 422,
    retryable: false,
    fault: 'caller',
    message: {
      id: 'Ini salinan dari layar: tag pembukanya hilang.',
      en: 'This is a copy from a screen: its opening tags are gone.',
    },
    remedy: {
      id: 'Ambil jawaban mentah mesin, bukan salinan dari peramban.',
      en: 'Take the raw answer of the terminal, not a copy from a browser.',
    },
  },
  SOAP_ROW_UNREADABLE: {
    status: 422,
    retryable: false,
    fault: 'device',
    message: {
      id: 'Baris {row} tidak terbaca: {reason}.',
      en: 'Row {row} cannot be read: {reason}.',
    },
    remedy: {
      id: 'Baris lain diterima. Laporkan isinya beserta model mesin.',
      en: 'The other rows were taken; report this one with the model of the terminal.',
    },
  },
  SOAP_KEY_WRONG: {
    status: 401,
    retryable: false,
    fault: 'operator',
    message: { id: 'Comm Key ditolak layanan web mesin.', en: "The terminal's web service refused the Comm Key." },
    remedy: {
      id: 'Cocokkan Comm Key dengan Menu → Komunikasi pada mesin.',
      en: 'Compare the Comm Key with Menu → Comm. on the terminal.',
    },
  },
  SOAP_EMPTY_LOG: {
    status: 422,
    retryable: true,
    fault: 'operator',
    message: {
      id: 'Mesin menjawab tanpa satu pun rekaman, padahal sebelumnya ada {before}.',
      en: 'The terminal answered with no record at all, although it had {before} before.',
    },
    remedy: {
      id: 'Ini bukan berarti tidak ada yang masuk. Periksa Comm Key dan apakah seseorang menghapus log di mesin.',
      en: "It does not mean that nobody came. Check the Comm Key, and whether somebody cleared the terminal's log.",
    },
  },
  SOAP_COMMAND_FORBIDDEN: {
    status: 403,
    retryable: false,
    fault: 'hadir',
    message: {
      id: 'Perintah {command} tidak boleh dikirim ke mesin.',
      en: 'Command {command} must not be sent to a terminal.',
    },
    remedy: { id: 'Laporkan kepada kami.', en: 'Report this to us.' },
  },
});
