import type { OperationMeaning, OperationTable } from '../code-table.js';

const say = (id: string, en: string) => ({ text: { id, en }, alert: false }) as const;
const alert = (id: string, en: string) => ({ text: { id, en }, alert: true }) as const;

/** Codes that the public lists name only as a group. */
function range(from: number, to: number, meaning: OperationMeaning): Record<number, OperationMeaning> {
  return Object.fromEntries(Array.from({ length: to - from + 1 }, (_, i) => [from + i, meaning]));
}

/**
 * Operation log codes. `alert` marks those after which the log or its way to the hub can no longer be trusted without
 * looking: records or all data gone, rights changed, the clock moved, the terminal opened or pointed at another server.
 */
export const ZKTECO_OPERATION: OperationTable = {
  kind: 'operation',
  source: 'ZKTeco "Attendance PUSH Communication Protocol" 5.8, operation codes; adrobinoga/zk-protocol for 0–30',
  codes: {
    0: say('Mesin dinyalakan', 'Terminal switched on'),
    1: say('Mesin dimatikan', 'Terminal switched off'),
    2: say('Verifikasi gagal', 'Verification failed'),
    3: alert('Alarm', 'Alarm'),
    4: say('Menu dibuka', 'Menu opened'),
    5: say('Pengaturan diubah', 'Setting changed'),
    6: say('Sidik jari didaftarkan', 'Fingerprint enrolled'),
    7: say('Kata sandi didaftarkan', 'Password enrolled'),
    8: say('Kartu didaftarkan', 'Card enrolled'),
    9: alert('Pengguna dihapus', 'User deleted'),
    10: say('Sidik jari dihapus', 'Fingerprint deleted'),
    11: say('Kata sandi dihapus', 'Password deleted'),
    12: say('Kartu dihapus', 'Card deleted'),
    13: alert('Semua data dihapus', 'All data cleared'),
    ...range(14, 20, say('Kartu MF diubah', 'MF card changed')),
    21: alert('Jam mesin diubah', 'Clock set'),
    22: alert('Kembali ke pengaturan pabrik', 'Factory settings restored'),
    23: alert('Catatan absensi dihapus', 'Attendance records deleted'),
    24: alert('Hak admin dihapus', 'Administrator rights cleared'),
    25: say('Kelompok akses diubah', 'Access group changed'),
    26: say('Akses pengguna diubah', "User's access changed"),
    27: say('Jadwal akses diubah', 'Access time zone changed'),
    28: say('Kombinasi buka pintu diubah', 'Unlock combination changed'),
    29: say('Pintu dibuka', 'Door unlocked'),
    30: say('Pengguna didaftarkan', 'User enrolled'),
    31: say('Sifat sidik jari diubah', 'Fingerprint attribute changed'),
    32: alert('Verifikasi di bawah paksaan', 'Duress verification'),
    33: say('Bel pintu ditekan', 'Door bell pressed'),
    34: alert('Anti-passback dilanggar', 'Anti-passback violated'),
    35: alert('Foto absensi dihapus', 'Attendance photos deleted'),
    36: say('Data pengguna diubah', 'User data changed'),
    37: say('Hari libur diubah', 'Holiday changed'),
    38: alert('Data dipulihkan dari cadangan', 'Data restored from backup'),
    39: say('Data dicadangkan', 'Data backed up'),
    40: say('Data diunggah dari USB', 'Data uploaded from USB'),
    41: say('Data diunduh ke USB', 'Data downloaded to USB'),
    42: say('Catatan dienkripsi ke USB', 'Records encrypted to USB'),
    43: say('Catatan USB dihapus', 'USB records deleted'),
    53: say('Tombol keluar ditekan', 'Exit button pressed'),
    54: say('Sensor pintu berubah', 'Door sensor changed'),
    55: alert('Alarm: mesin dibongkar', 'Alarm: tamper'),
    56: alert('Parameter dipulihkan', 'Parameters restored'),
    68: say('Foto pengguna didaftarkan', 'User photo enrolled'),
    69: say('Nama pengguna diubah', 'User name changed'),
    70: alert('Peran pengguna diubah', "User's role changed"),
    71: say('Data pengguna diubah', 'User record changed'),
    ...range(76, 81, say('Pengaturan jaringan diubah', 'Network setting changed')),
    82: alert('Alamat server diubah', 'Server address changed'),
    83: alert('Port server diubah', 'Server port changed'),
    ...range(87, 92, say('Parameter diubah', 'Parameter changed')),
    ...range(100, 126, say('Data orang, kartu atau biometrik diubah', 'Person, card or biometric data changed')),
    101: say('Wajah didaftarkan', 'Face enrolled'),
    106: say('Wajah dihapus', 'Face deleted'),
  },
};
