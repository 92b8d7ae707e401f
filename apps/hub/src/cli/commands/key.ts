import { systemClock } from '@hadir/sdk/host';
import { type Command, InvalidArgumentError } from 'commander';
import { SCOPES, type Scope } from '../../auth/scopes.js';
import type { CliContext } from '../context.js';
import { print, printJson, table } from '../output.js';

/** Whoever can read the state folder or knows DATABASE_URL has the hub in hand already, so no key is asked for. */
const LOCAL = { actor: 'local command line', scopes: ['admin'] };
const DAY_MS = 86_400_000;

/** Works on the database, so that a lost administrator key is not the end. */
export function keyCommands(program: Command, context: CliContext): void {
  const { say } = context;
  const key = program.command('key').description(say({ id: 'Kunci API', en: 'API keys' }));

  key
    .command('create <name>')
    .description(say({ id: 'Buat kunci; diperlihatkan sekali saja', en: 'Make a key; it is shown once only' }))
    .requiredOption(
      '--scopes <list>',
      `${say({ id: 'dipisah koma', en: 'comma-separated' })}: ${SCOPES.join(', ')}`,
      parseScopes,
    )
    .option('--days <days>', say({ id: 'masa berlaku', en: 'days until it expires' }), parseDays)
    .option('--json', 'JSON')
    .action(async (name: string, options: { scopes: Scope[]; days?: number; json?: boolean }, command: Command) => {
      const expiresAt = options.days === undefined ? null : new Date(Date.now() + options.days * DAY_MS);
      const { keys, withDatabase } = await parts();
      const made = await withDatabase(context.config(command), (database) =>
        keys.createKey(database, { name, scopes: options.scopes, expiresAt }, LOCAL, systemClock),
      );
      if (options.json) return printJson(made);
      print(`${made.key.id}\n${made.token}`);
    });

  key
    .command('list')
    .description(say({ id: 'Semua kunci, tanpa rahasianya', en: 'All keys, without their secrets' }))
    .option('--json', 'JSON')
    .action(async (options: { json?: boolean }, command: Command) => {
      const { keys, withDatabase } = await parts();
      const all = await withDatabase(context.config(command), keys.listKeys);
      if (options.json) return printJson(all);
      const state = (one: (typeof all)[number]): string =>
        one.revokedAt ? 'revoked' : one.expiresAt && one.expiresAt.getTime() < Date.now() ? 'expired' : 'valid';
      const head = ['ID', 'NAME', 'BEGINS', 'STATE', 'LAST USED', 'SCOPES'];
      print(
        table(
          head,
          all.map((one) => [
            one.id,
            one.name,
            one.prefix,
            state(one),
            one.lastUsedAt?.toISOString() ?? '–',
            one.scopes.join(','),
          ]),
        ),
      );
    });

  key
    .command('revoke <id>')
    .description(say({ id: 'Cabut kunci seketika', en: 'Revoke a key at once' }))
    .action(async (id: string, _options: object, command: Command) => {
      const { keys, withDatabase } = await parts();
      const revoked = await withDatabase(context.config(command), (database) =>
        keys.revokeKey(database, id, LOCAL.actor),
      );
      print(say({ id: `Kunci "${revoked.name}" dicabut.`, en: `Key "${revoked.name}" is revoked.` }));
    });
}

function parseScopes(text: string): Scope[] {
  return text.split(',').map((word) => {
    const scope = SCOPES.find((known) => known === word.trim());
    if (!scope) throw new InvalidArgumentError(`"${word}" — ${SCOPES.join(', ')}`);
    return scope;
  });
}

function parseDays(text: string): number {
  if (!/^[1-9]\d{0,4}$/.test(text)) throw new InvalidArgumentError('1–99999');
  return Number(text);
}

/** Loaded only when one of these commands runs: the database is a heavy thing to bring along for `--help`. */
async function parts() {
  const [keys, { withDatabase }] = await Promise.all([import('../../auth/index.js'), import('../direct.js')]);
  return { keys, withDatabase };
}
