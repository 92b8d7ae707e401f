/**
 * What the two commands say when they cannot go on. Plain Node without dependencies, because nothing is installed yet.
 * Codes are stable and explained in docs/operator/{id,en}/install.md.
 */
export const MESSAGES = {
  SETUP_NODE_TOO_OLD: {
    id: 'Node.js {found} terlalu tua; Hadir memerlukan {wanted} atau lebih baru.',
    en: 'Node.js {found} is too old; Hadir needs {wanted} or newer.',
    remedy: {
      id: 'Pasang Node.js 20.19+, 22 atau 24 dari https://nodejs.org lalu ulangi.',
      en: 'Install Node.js 20.19+, 22 or 24 from https://nodejs.org and try again.',
    },
  },
  SETUP_NPM_MISSING: {
    id: 'Perintah npm tidak ditemukan.',
    en: 'The npm command was not found.',
    remedy: {
      id: 'Pasang Node.js bersama npm (di Debian/Ubuntu: paket "npm"), lalu ulangi.',
      en: 'Install Node.js together with npm (on Debian/Ubuntu: package "npm") and try again.',
    },
  },
  SETUP_READ_ONLY: {
    id: 'Folder {folder} tidak dapat ditulisi oleh pengguna ini ({reason}).',
    en: 'The folder {folder} cannot be written by this user ({reason}).',
    remedy: {
      id: 'Jalankan sebagai pemilik folder, ubah pemiliknya dengan chown, atau salin folder itu ke tempat lain.',
      en: 'Run it as the owner of the folder, change the owner with chown, or copy the folder elsewhere.',
    },
  },
  SETUP_LOCKED: {
    id: 'Proses lain (pid {pid}) sedang memasang atau membangun di folder ini sejak {minutes} menit lalu.',
    en: 'Another process (pid {pid}) has been installing or building in this folder for {minutes} minutes.',
    remedy: {
      id: 'Tunggu sampai selesai, atau hentikan proses itu, lalu ulangi.',
      en: 'Wait until it is done, or stop that process, and try again.',
    },
  },
  SETUP_INSTALL_FAILED: {
    id: 'npm gagal memasang paket (kode keluar {code}).',
    en: 'npm could not install the packages (exit code {code}).',
    remedy: {
      id: 'Baca keluaran npm di atas; biasanya sambungan ke registry, proxy, atau ruang disk. Setelah itu ulangi.',
      en: 'Read the output of npm above; usually it is the line to the registry, a proxy, or disk space. Then try again.',
    },
  },
  SETUP_BUILD_FAILED: {
    id: 'Pembangunan gagal (kode keluar {code}).',
    en: 'The build failed (exit code {code}).',
    remedy: {
      id: 'Baca galat di atas. Bila kode sumber tidak Anda ubah, hapus node_modules dan .turbo lalu ulangi.',
      en: 'Read the errors above. If you did not change the sources, remove node_modules and .turbo and try again.',
    },
  },
  SETUP_HUB_MISSING: {
    id: 'Hasil bangun hub tidak ada di {path}.',
    en: 'The built hub is not at {path}.',
    remedy: {
      id: 'Jalankan "npm run build" dan baca keluarannya.',
      en: 'Run "npm run build" and read its output.',
    },
  },
  SETUP_START_FAILED: {
    id: 'Proses hub tidak dapat dijalankan: {reason}.',
    en: 'The hub process could not be started: {reason}.',
    remedy: {
      id: 'Periksa memori dan batas proses pengguna ini.',
      en: "Check memory and this user's process limits.",
    },
  },
};

/** A failure with a stable code; `main` prints it in both languages and exits with 1. */
export class SetupError extends Error {
  constructor(code, details = {}) {
    super(fill(MESSAGES[code].en, details));
    this.code = code;
    this.details = details;
  }
}

function fill(text, details) {
  return text.replace(/\{(\w+)\}/g, (whole, name) => (name in details ? String(details[name]) : whole));
}

/**
 * The whole message, for people: what happened and what to do, Indonesian first.
 * @public used by tests
 */
export function explain(error) {
  const row = MESSAGES[error.code];
  const line = (language) =>
    `  ${fill(row[language], error.details)}\n  → ${fill(row.remedy[language], error.details)}`;
  return `\n✗ ${error.code}\n${line('id')}\n\n${line('en')}\n`;
}

/** Runs a script's body; a SetupError ends it with a message instead of a stack. */
export async function main(body) {
  try {
    await body();
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    process.stderr.write(explain(error));
    process.exit(1);
  }
}
