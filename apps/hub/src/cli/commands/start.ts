import closeWithGrace from 'close-with-grace';
import type { Command } from 'commander';
import { printConfig } from '../../config/index.js';
import type { CliContext } from '../context.js';
import { print } from '../output.js';

export function startCommand(program: Command, context: CliContext): void {
  const { say } = context;
  program
    .command('start')
    .description(say({ id: 'Jalankan hub', en: 'Run the hub' }))
    .option('--role <all|api|worker>', say({ id: 'peran', en: 'role' }))
    .option('--port <port>', 'HTTP port')
    .option('--host <address>', say({ id: 'alamat tempat mendengarkan', en: 'address to listen on' }))
    .option('--print-config', say({ id: 'perlihatkan pengaturan lalu selesai', en: 'show the settings and end' }))
    .action(
      async (options: { role?: string; port?: string; host?: string; printConfig?: boolean }, command: Command) => {
        const port = options.port !== undefined && /^\d+$/.test(options.port) ? Number(options.port) : options.port;
        const config = context.config(command, {
          ...(options.role === undefined ? {} : { role: options.role }),
          http: {
            ...(port === undefined ? {} : { port }),
            ...(options.host === undefined ? {} : { host: options.host }),
          },
        });
        if (options.printConfig) {
          print(printConfig(config).trimEnd());
          return;
        }
        const { createHub } = await import('../../hub.js');
        const { createLog } = await import('../../observability/index.js');
        const log = createLog(config.log);
        const hub = createHub(config, { log });
        const grace = closeWithGrace(
          { delay: config.limits.stopSeconds * 1000 + 2_000, logger: false },
          async ({ err, signal }) => {
            if (err) log.fatal({ err }, 'an unexpected error; the hub stops');
            else log.info({ signal }, 'stopping');
            await hub.stop();
          },
        );
        // It would turn a failed start into a clean end.
        const { url, firstKey } = await hub.start().catch((error: unknown) => {
          grace.uninstall();
          throw error;
        });
        if (firstKey !== null) print(firstKeyText(firstKey, say));
        if (url !== null)
          print(
            say({
              id: `Hub berjalan di ${url} — dokumentasi API: ${url}/docs`,
              en: `The hub runs on ${url} — API documentation: ${url}/docs`,
            }),
          );
      },
    );
}

/** The one moment at which the key can be seen. */
function firstKeyText(key: string, say: CliContext['say']): string {
  const line = '─'.repeat(78);
  const words = say({
    id: 'Kunci pengelola. Simpan sekarang: kunci ini tidak akan diperlihatkan lagi.',
    en: 'Administrator key. Keep it now: it will not be shown again.',
  });
  return `${line}\n${words}\n\n  ${key}\n${line}`;
}
