import type { Words } from './words.js';

export const id: Words = {
  locale: 'id-ID',
  otherLanguage: 'English',
  appName: 'Absen',
  greeting: (hour) =>
    hour < 4
      ? 'Selamat malam'
      : hour < 11
        ? 'Selamat pagi'
        : hour < 15
          ? 'Selamat siang'
          : hour < 18
            ? 'Selamat sore'
            : 'Selamat malam',
  direction: { in: 'Masuk', out: 'Pulang' },
  directionQuestion: 'Absen untuk',
  checkIn: { in: 'Absen masuk', out: 'Absen pulang' },
  ready: 'Berdirilah dekat alat kantor, lalu tekan.',
  office: 'Kantor',
  officeByDevice: 'Kantor dikenali dari alatnya.',
  checking: 'Memeriksa ponsel…',
  clockOff: (minutes, hubTime) =>
    `Jam ponsel meleset ${minutes} menit. Yang dihitung jam kantor, sekarang ${hubTime}. Atur jam ponsel ke otomatis.`,
  blockers: {
    insecure: { title: 'Halaman ini tidak aman', todo: 'Buka alamat yang diawali https://' },
    'no-webauthn': { title: 'Peramban ini tidak punya kunci ponsel', todo: 'Buka halaman ini di Chrome Android.' },
    'no-bluetooth-api': { title: 'Peramban ini tidak bisa Bluetooth', todo: 'Buka halaman ini di Chrome Android.' },
    'no-screen-lock': {
      title: 'Kunci layar belum ada',
      todo: 'Pasang sidik jari, wajah atau PIN di Pengaturan ponsel, lalu kembali ke sini.',
    },
    'not-enrolled': { title: 'Ponsel belum terdaftar', todo: 'Minta kode pendaftaran kepada pengelola.' },
    offline: {
      title: 'Tidak ada internet',
      todo: 'Nyalakan data atau Wi-Fi. Absen tidak disimpan untuk dikirim nanti.',
    },
    'hub-away': {
      title: 'Server absen tidak terjangkau',
      todo: 'Tunggu sebentar, atau absen di mesin kantor.',
    },
    'bluetooth-off': { title: 'Bluetooth tidak ada atau mati', todo: 'Nyalakan Bluetooth dari panel atas ponsel.' },
  },
  enrol: {
    title: 'Daftarkan ponsel ini',
    intro: 'Masukkan sepuluh angka dari pengelola. Kode berlaku sehari, untuk satu ponsel.',
    code: 'Kode pendaftaran',
    codeHint: '10 angka',
    codeLeft: (digits) => `Kurang ${digits} angka lagi`,
    submit: 'Daftarkan',
    points: [
      'Ponsel membuat kunci yang tidak dapat keluar dari ponsel ini.',
      'Kunci dibuka dengan jari, wajah atau PIN Anda. Hadir tidak menerima sidik jari atau wajah Anda.',
      'Ponsel lama Anda, bila ada, tidak berlaku lagi.',
    ],
    asking: 'Memeriksa kode…',
    making: 'Buka kunci layar untuk membuat kunci…',
    done: (name) => `${name}, ponsel ini terdaftar`,
    doneText: 'Mulai sekarang Anda absen dari ponsel ini saja.',
    low: 'Ponsel ini tidak membuktikan keamanan kuncinya. Absen tetap bisa; pengelola melihat tandanya.',
    start: 'Mulai',
    again: 'Coba lagi',
  },
  steps: {
    device: 'Pilih alat kantor',
    beacon: 'Bertanya kepada alat',
    unlock: 'Buka kunci layar',
    send: 'Mengirim ke kantor',
  },
  stepsTitle: 'Sedang absen',
  stay: 'Tetap di dekat alat.',
  cancel: 'Batal',
  outcome: {
    accept: { in: 'Absen masuk tercatat', out: 'Absen pulang tercatat' },
    review: 'Menunggu petugas',
    reviewText: 'Absen sudah diterima tetapi belum dihitung. Bila disetujui, yang dihitung jam ini.',
    reject: 'Absen ditolak',
    rejectText: 'Absen ini tidak dihitung.',
    unsent: 'Belum terkirim',
    unsentText: 'Absen Anda TIDAK tercatat. Tidak ada yang disimpan untuk dikirim nanti.',
    unsure: 'Belum pasti tercatat',
    unsureText: 'Sambungan putus saat mengirim. Lihat "Hari ini" sebelum absen lagi.',
    at: 'Pukul',
    why: 'Mengapa',
    done: 'Selesai',
    retry: 'Coba lagi',
    seeToday: 'Lihat hari ini',
  },
  stops: {
    'chooser-closed': {
      title: 'Alat belum dipilih',
      todo: 'Tekan lagi, lalu pilih alat kantor. Bila daftarnya kosong: nyalakan Bluetooth dan mendekatlah; pada Android 11 ke bawah nyalakan juga Lokasi.',
    },
    'bluetooth-refused': {
      title: 'Bluetooth tidak diizinkan',
      todo: 'Izinkan Chrome memakai "Perangkat di sekitar" di Pengaturan ponsel, Aplikasi, Chrome, Izin.',
    },
    'beacon-lost': {
      title: 'Alat tidak menjawab',
      todo: 'Mungkin sedang melayani ponsel lain. Mendekatlah dan coba lagi.',
    },
    'not-a-beacon': { title: 'Ini bukan alat absen', todo: 'Pilih alat kantor Anda dari daftar.' },
    'unlock-closed': {
      title: 'Kunci layar belum dibuka',
      todo: 'Absen tidak dikirim. Coba lagi dengan jari, wajah atau PIN.',
    },
    'key-gone': {
      title: 'Kunci ponsel tidak ditemukan',
      todo: 'Ponsel mungkin pernah direset. Minta kode baru kepada pengelola dan daftar ulang.',
    },
    'wrong-site': {
      title: 'Alamat halaman tidak cocok',
      todo: 'Kunci ponsel terikat pada alamat lain. Buka alamat absen yang benar atau hubungi pengelola.',
    },
    'no-office': {
      title: 'Belum ada kantor untuk Anda',
      todo: 'Minta pengelola menentukan di kantor mana Anda boleh absen.',
    },
    'phone-unknown': {
      title: 'Ponsel ini tidak terdaftar lagi',
      todo: 'Pendaftarannya dicabut atau Anda memakai ponsel lain. Minta kode baru kepada pengelola.',
    },
    'code-refused': {
      title: 'Kode tidak berlaku',
      todo: 'Kode salah, sudah dipakai, atau lewat sehari. Periksa angkanya atau minta kode baru.',
    },
    'key-synced': {
      title: 'Kunci tersimpan di akun awan',
      todo: 'Saat ponsel bertanya, simpan kunci di perangkat ini, bukan di Google atau pengelola sandi.',
    },
    'key-refused': {
      title: 'Kunci ponsel ditolak',
      todo: 'Pasang kunci layar, perbarui Chrome, lalu coba lagi dengan kode yang sama.',
    },
    'not-attested': {
      title: 'Ponsel tidak membuktikan keamanannya',
      todo: 'Kantor Anda hanya menerima ponsel dengan kunci perangkat keras dan sistem asli. Pakai ponsel lain atau tanya pengelola.',
    },
    'too-many': { title: 'Terlalu banyak percobaan', todo: 'Tunggu satu menit, lalu coba lagi.' },
    'hub-busy': { title: 'Server sedang sibuk', todo: 'Tunggu sebentar, lalu coba lagi.' },
    'hub-refused': { title: 'Server menolak', todo: 'Coba lagi. Bila berulang, tunjukkan layar ini kepada pengelola.' },
    unexpected: {
      title: 'Ada yang tidak beres',
      todo: 'Coba lagi. Bila berulang, tunjukkan layar ini kepada pengelola.',
    },
  },
  advice: {
    NONCE_EXPIRED: 'Absen harus selesai dalam satu menit. Tekan lagi.',
    NONCE_USED: 'Lihat "Hari ini": mungkin sudah tercatat.',
    CREDENTIAL_REVOKED: 'Minta kode baru kepada pengelola.',
    BEACON_SITE: 'Absenlah di kantor Anda, atau minta pengelola menambah kantor ini.',
    BEACON_UNKNOWN: 'Pilih alat kantor Anda. Alat baru harus didaftarkan pengelola dahulu.',
    GATT_INVALID: 'Coba sekali lagi. Bila berulang, laporkan alat ini kepada pengelola.',
    GATT_REPLAYED: 'Tekan lagi untuk jawaban yang baru.',
    RSSI_LOW: 'Mendekatlah ke alat, jangan menutupinya, lalu tekan lagi.',
    WITNESS_REQUIRED: 'Kantor ini memerlukan aplikasi asli. Absen di mesin kantor, atau tanya pengelola.',
    DUPLICATE: 'Tidak perlu absen lagi.',
  },
  today: {
    title: 'Hari ini',
    locked: 'Buka dengan kunci layar untuk melihat absen hari ini.',
    unlock: 'Lihat hari ini',
    opening: 'Membuka…',
    none: 'Belum ada absen dari ponsel.',
    counted: 'Dihitung',
    waiting: 'Menunggu petugas',
    approved: 'Disetujui petugas',
    refused: 'Tidak disetujui petugas',
    rejected: 'Ditolak',
    result: 'Hasil hari ini',
    late: (minutes) => `Terlambat ${minutes} menit`,
    early: (minutes) => `Pulang cepat ${minutes} menit`,
    why: 'Mengapa?',
    failed: 'Tidak dapat dibuka. Coba lagi.',
  },
  unsupported: {
    title: 'Tidak bisa absen dari sini',
    text: {
      ios: 'Di iPhone dan iPad tidak ada peramban yang boleh berbicara dengan alat kantor lewat Bluetooth, termasuk Chrome.',
      'in-app': 'Halaman ini terbuka di dalam aplikasi lain. Di situ Bluetooth tidak bisa dipakai.',
      android: 'Peramban ini tidak punya yang dibutuhkan untuk absen.',
      other: 'Komputer atau peramban ini tidak punya yang dibutuhkan untuk absen.',
      insecure: 'Halaman ini dibuka tanpa sambungan aman, jadi kunci ponsel dan Bluetooth tertutup.',
    },
    todo: {
      ios: ['Absen di mesin kantor, atau', 'pakai ponsel Android Anda sendiri dengan Chrome.'],
      'in-app': ['Buka halaman ini di Chrome.'],
      android: ['Buka halaman ini di Chrome.', 'Bila sudah di Chrome: perbarui Chrome dari Play Store.'],
      other: ['Buka halaman ini di Chrome pada ponsel Android, atau', 'absen di mesin kantor.'],
      insecure: ['Buka alamat yang diawali https://', 'Bila tidak ada, hubungi pengelola.'],
    },
    todoTitle: 'Yang dapat Anda lakukan',
    openChrome: 'Buka di Chrome',
    copyLink: 'Salin alamat',
    copied: 'Alamat tersalin',
    found: 'Yang diperiksa',
    parts: { secure: 'Sambungan aman', webauthn: 'Kunci ponsel', bluetooth: 'Bluetooth di peramban' },
    yes: 'ada',
    no: 'tidak ada',
  },
  help: {
    open: 'Bantuan',
    title: 'Bantuan',
    close: 'Tutup',
    how: 'Cara absen',
    howPoints: [
      'Berdiri dekat alat kantor, dengan Bluetooth dan internet menyala.',
      'Pilih Masuk atau Pulang, lalu tekan tombol besar.',
      'Pilih alat kantor dari daftar, lalu buka kunci layar.',
      'Tunggu sampai layar menyatakan tercatat. Selain itu, absen tidak dihitung.',
    ],
    notFound: 'Alat tidak muncul di daftar',
    notFoundPoints: [
      'Mendekatlah dan tunggu beberapa detik.',
      'Izinkan Chrome memakai "Perangkat di sekitar"; pada Android 11 ke bawah nyalakan Lokasi.',
      'Bila tetap kosong, absen di mesin kantor dan laporkan.',
    ],
    kept: 'Yang disimpan',
    keptText:
      'Di ponsel: nomor pendaftaran, nama Anda, kantor terakhir, dan bahasa. Di kantor: waktu, alat, kuat sinyalnya, dan keputusan. Tidak ada lokasi GPS, sidik jari, atau wajah.',
    newCode: 'Punya kode baru?',
    newCodeText: 'Daftarkan ulang',
    install: 'Pasang di layar utama',
    installText: 'Di Chrome: menu ⋮, lalu "Tambahkan ke layar utama".',
  },
};
