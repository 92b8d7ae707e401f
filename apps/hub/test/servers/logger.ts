import type { Logger } from '@hadir/sdk';

/** Keeps what was logged, to be looked at. Prints it with HADIR_TEST_LOG=1. */
export function memoryLogger(): Logger & { readonly lines: string[] } {
  const lines: string[] = [];
  const at =
    (level: string) =>
    (message: string, fields?: Readonly<Record<string, unknown>>): void => {
      const line = `${level} ${message} ${JSON.stringify(fields ?? {})}`;
      lines.push(line);
      if (process.env.HADIR_TEST_LOG === '1') console.log(line);
    };
  return { lines, debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
}
