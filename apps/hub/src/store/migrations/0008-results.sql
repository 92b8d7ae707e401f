-- Days of everybody on a date, and spans of days page by page.
create index day_result_day on day_result (workday, person_id);

-- What waits is read by its age.
create index result_outbox_age on result_outbox (marked_at);

-- Which device could hold a person's scans has a say in whether a day is decided, whether there are scans or not.
create function mark_mapped_days() returns trigger language plpgsql as $$
declare
  changed record;
begin
  for changed in
    select m.person_id, m.valid_from, m.valid_to
    from (select old.person_id, old.valid_from, old.valid_to where tg_op <> 'INSERT'
      union select new.person_id, new.valid_from, new.valid_to where tg_op <> 'DELETE') as m
  loop
    insert into result_outbox (person_id, workday, mark)
    select r.person_id, r.workday, nextval('result_mark') from day_result r
    where r.person_id = changed.person_id and r.workday between changed.valid_from and changed.valid_to
    order by r.workday
    on conflict (person_id, workday) do update set mark = excluded.mark, marked_at = now();
  end loop;
  return null;
end $$;
create trigger identity_mapping_days after insert or update or delete on identity_mapping
  for each row execute function mark_mapped_days();

-- A unit that moves below another may come under other rules.
create function mark_unit_days() returns trigger language plpgsql as $$
begin
  insert into result_outbox (person_id, workday, mark)
  with recursive below (id) as (
    select new.id
    union select child.id from organisation_unit child join below on child.parent_id = below.id)
  select r.person_id, r.workday, nextval('result_mark') from day_result r
  where r.unit_id in (select id from below) and not exists (
    select 1 from month_lock l where l.unit_id = r.unit_id and l.month = to_char(r.workday, 'YYYY-MM'))
  order by r.person_id, r.workday
  on conflict (person_id, workday) do update set mark = excluded.mark, marked_at = now();
  return null;
end $$;
create trigger organisation_unit_moved after update of parent_id on organisation_unit
  for each row when (old.parent_id is distinct from new.parent_id) execute function mark_unit_days();

-- An officer of the personnel board who let a request in after its last day.
alter table attendance_request add column let_in_by uuid references person(id);
