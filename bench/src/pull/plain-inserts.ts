import type pg from 'pg';

const BATCH_ROWS = 1000;
const TABLE = 'bench_plain';

/**
 * The same rows into one plain table of the same server, as a simple program would: statements of 1,000 rows, each its own transaction, one
 * connection, a primary key and no other index. Nothing is journalled, queued or announced. Gives the seconds it took.
 */
export async function plainInserts(database: pg.Client, deviceId: string): Promise<number> {
  await database.query(`drop table if exists ${TABLE}`);
  await database.query(`create table ${TABLE} (like attendance_event, primary key (id))`);
  const { rows, fields } = await database.query<Record<string, unknown>>({
    text: 'select * from attendance_event where device_id = $1',
    values: [deviceId],
  });
  const columns = fields.map((field) => field.name);
  const started = performance.now();
  for (let at = 0; at < rows.length; at += BATCH_ROWS) {
    const batch = rows.slice(at, at + BATCH_ROWS);
    const places = batch.map(
      (_, row) => `(${columns.map((_column, column) => `$${row * columns.length + column + 1}`).join(',')})`,
    );
    await database.query(
      `insert into ${TABLE} (${columns.join(',')}) values ${places.join(',')}`,
      batch.flatMap((row) => columns.map((column) => row[column])),
    );
  }
  const seconds = (performance.now() - started) / 1000;
  await database.query(`drop table ${TABLE}`);
  return seconds;
}
