/** The three offices of the demonstration, each with a terminal of another kind. All names are made up. */
export interface Office {
  readonly unit: { readonly name: string; readonly kind: 'sekretariat-daerah' | 'puskesmas' | 'kecamatan' };
  readonly station: string;
  readonly device: string;
  readonly transport: 'tcp' | 'udp' | 'adms';
  readonly wantedPort: number;
  readonly commKey: number | null;
  readonly serialNumber: string;
  readonly people: number;
  readonly records: number;
  readonly punchEveryMs: number;
}

export const ZONE = 'Asia/Makassar';

export const OFFICES: readonly Office[] = [
  {
    unit: { name: 'Sekretariat Daerah', kind: 'sekretariat-daerah' },
    station: 'Lobi Kantor Bupati',
    device: 'Kantor Bupati',
    transport: 'tcp',
    wantedPort: 4370,
    commKey: null,
    serialNumber: 'DEMO-TCP-1',
    people: 60,
    records: 5000,
    punchEveryMs: 2500,
  },
  {
    unit: { name: 'Puskesmas Turikale', kind: 'puskesmas' },
    station: 'Loket Puskesmas',
    device: 'Puskesmas Turikale',
    transport: 'udp',
    wantedPort: 4371,
    commKey: 202607,
    serialNumber: 'DEMO-UDP-1',
    people: 24,
    records: 400,
    punchEveryMs: 3700,
  },
  {
    unit: { name: 'Kecamatan Bontoa', kind: 'kecamatan' },
    station: 'Pendopo Kecamatan',
    device: 'Kecamatan Bontoa',
    transport: 'adms',
    wantedPort: 8081,
    commKey: null,
    serialNumber: 'DEMO-ADMS-1',
    people: 20,
    records: 300,
    punchEveryMs: 4900,
  },
];

const FIRST = [
  'Andi',
  'Sitti',
  'Muhammad',
  'Nur',
  'Baso',
  'Hasna',
  'Rahmat',
  'Dewi',
  'Syamsul',
  'Ratna',
  'Arif',
  'Mariani',
];
const MIDDLE = [
  'Tenri',
  'Aminah',
  'Fajar',
  'Hidayah',
  'Makmur',
  'Wati',
  'Hidayat',
  'Lestari',
  'Bahri',
  'Sari',
  'Rahman',
];
const LAST = [
  'Abeng',
  'Daeng Ngai',
  'Pabittei',
  'Lantara',
  'Mappasomba',
  'Sirua',
  'Tompo',
  'Mangkona',
  'Patiroi',
  'Lagosi',
];

export interface DemoPerson {
  readonly name: string;
  readonly nip: string;
}

/** The same people at every start. No name comes twice among the first 660. */
export function demoPerson(index: number): DemoPerson {
  const pick = (list: readonly string[]): string => list[index % list.length] ?? '';
  const isWoman = ['Sitti', 'Nur', 'Hasna', 'Dewi', 'Ratna', 'Mariani'].includes(pick(FIRST));
  const birthYear = 1968 + (index % 27);
  const month = String(1 + (index % 12)).padStart(2, '0');
  const day = String(1 + (index % 28)).padStart(2, '0');
  const nip = `${birthYear}${month}${day}${birthYear + 25}${month}${isWoman ? 2 : 1}${String(1 + (index % 999)).padStart(3, '0')}`;
  return { name: `${pick(FIRST)} ${pick(MIDDLE)} ${pick(LAST)}`, nip };
}
