import { totalmem } from 'node:os';
import { usesSocket } from './address.js';
import type { Layout } from './layout.js';

/** Nothing of the hub's own environment: it may hold passwords, and PG… variables would change the server. */
export function serverEnvironment(): NodeJS.ProcessEnv {
  return {
    PATH: '/usr/bin:/bin',
    LC_ALL: 'C',
    TZ: 'UTC',
    ...(process.env.SystemRoot ? { SystemRoot: process.env.SystemRoot } : {}),
  };
}

const sharedBuffersMiB = (): number => Math.min(512, Math.max(64, Math.floor(totalmem() / 1024 / 1024 / 8)));

/** Settings as `-c` arguments: the same at every start, whatever somebody wrote into a file of the data folder. */
export function serverArguments(layout: Layout): readonly string[] {
  const socket = usesSocket(layout);
  const settings: Readonly<Record<string, string | number>> = {
    port: layout.state.port,
    listen_addresses: socket ? '' : '127.0.0.1',
    unix_socket_directories: socket ? layout.socketFolder : '',
    unix_socket_permissions: '0700',
    password_encryption: 'scram-sha-256',
    // What "durable" rests on. They are the defaults, written down because pay depends on them.
    fsync: 'on',
    full_page_writes: 'on',
    synchronous_commit: 'on',
    max_connections: 80,
    shared_buffers: `${sharedBuffersMiB()}MB`,
    // Bulk reads write hundreds of MiB; rarer checkpoints write the same pages fewer times.
    max_wal_size: '2GB',
    checkpoint_timeout: '10min',
    // Insert-only tables grow fast during a first read, and plans are bad until statistics exist.
    autovacuum_naptime: '15s',
    jit: 'off',
    timezone: 'UTC',
    idle_in_transaction_session_timeout: '5min',
    logging_collector: 'on',
    log_directory: layout.logFolder,
    // One file a weekday, begun anew each week: the log cannot fill the disk.
    log_filename: 'postgresql-%a.log',
    log_truncate_on_rotation: 'on',
    log_rotation_age: '1d',
    log_rotation_size: 0,
    log_checkpoints: 'off',
    // Statements hold personal data; a failed one is told by the hub, by code.
    log_min_error_statement: 'panic',
    log_parameter_max_length: 0,
    log_parameter_max_length_on_error: 0,
  };
  return ['-D', layout.dataFolder, ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])];
}
