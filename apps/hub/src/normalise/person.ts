/**
 * SQL for the person of an event `e`: whom the mapping gives its device user on the day that decides. That is the day the
 * person saw on the device, else the day at the device's place. Used when an event is made and when a mapping changes,
 * so that both always agree.
 */
export const PERSON_OF_EVENT = `(
  select m.person_id from identity_mapping m
  where m.device_id = e.device_id and m.device_user_id = e.device_user_id
    and coalesce(left(e.wall, 10)::date, (e.occurred_at at time zone e.zone)::date) between m.valid_from and m.valid_to
  limit 1)`;
