import { readFileSync } from 'node:fs';

/** Lines of a simulated terminal's log file. */
function lines(file: string): readonly Record<string, unknown>[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}

/** What a terminal on port 4370 holds: `user wall`. */
export function standaloneTruth(file: string): readonly string[] {
  return lines(file).flatMap(({ punch }) => {
    if (!punch) return [];
    const { deviceUserId, timeRaw } = punch as { deviceUserId: string; timeRaw: number };
    return [`${deviceUserId} ${unpack(timeRaw)}`];
  });
}

/** What a push terminal holds, and how much of it the hub has acknowledged. */
export function pushTruth(file: string): { readonly punches: readonly string[]; readonly acknowledged: number } {
  let acknowledged = 0;
  const punches: string[] = [];
  for (const line of lines(file)) {
    if (line.punch) {
      const { pin, time } = line.punch as { pin: string; time: string };
      punches.push(`${pin} ${time.replace(' ', 'T')}`);
    }
    if (typeof line.acknowledged === 'number') acknowledged = line.acknowledged;
  }
  return { punches, acknowledged };
}

/** ZKTeco's packed time (ZK communication manual 2006): seconds since 2000 in months of 31 days. */
function unpack(raw: number): string {
  const two = (value: number): string => String(value).padStart(2, '0');
  const days = Math.floor(raw / 86_400);
  const date = `${2000 + Math.floor(days / 372)}-${two((Math.floor(days / 31) % 12) + 1)}-${two((days % 31) + 1)}`;
  return `${date}T${two(Math.floor(raw / 3600) % 24)}:${two(Math.floor(raw / 60) % 60)}:${two(raw % 60)}`;
}
