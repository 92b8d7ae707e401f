/**
 * Part of a `with recursive`: the table `below (id)`, a unit and all units under it. Empty when the unit is null.
 * @param unit an expression that gives the unit's id, such as `$2`; never text from outside
 */
export const unitsBelow = (unit: `$${number}`): string => `below (id) as (
    select ${unit}::uuid where ${unit}::uuid is not null
    union select child.id from organisation_unit child join below on child.parent_id = below.id)`;
