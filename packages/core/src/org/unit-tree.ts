import { coreError } from '../error/core-errors.js';
import type { Unit } from './unit.js';

/** Units with their places known to be sound: every parent exists, nobody is below himself. */
export interface UnitTree {
  get(unitId: string): Unit | undefined;
  /** Top-most units, in the given order. */
  readonly roots: readonly Unit[];
  childrenOf(unitId: string): readonly Unit[];
  /** From the parent up to the root; empty for a root or an unknown unit. */
  ancestorsOf(unitId: string): readonly Unit[];
  /** Everything below, without the unit itself, parents before children. */
  descendantsOf(unitId: string): readonly Unit[];
}

/** @throws UNIT_DUPLICATE, UNIT_PARENT_UNKNOWN, UNIT_CYCLE */
export function unitTree(units: readonly Unit[]): UnitTree {
  const byId = new Map<string, Unit>();
  for (const unit of units) {
    if (byId.has(unit.id)) throw coreError('UNIT_DUPLICATE', { unitId: unit.id });
    byId.set(unit.id, unit);
  }
  const children = new Map<string | null, Unit[]>();
  for (const unit of units) {
    const { id: unitId, parentId } = unit;
    if (parentId !== null && !byId.has(parentId)) throw coreError('UNIT_PARENT_UNKNOWN', { unitId, parentId });
    const siblings = children.get(parentId);
    if (siblings === undefined) children.set(parentId, [unit]);
    else siblings.push(unit);
  }
  refuseCycles(units, byId);

  function ancestorsOf(unitId: string): readonly Unit[] {
    const found: Unit[] = [];
    for (let parent = parentOf(unitId); parent !== undefined; parent = parentOf(parent.id)) found.push(parent);
    return found;
  }
  function parentOf(unitId: string): Unit | undefined {
    return byId.get(byId.get(unitId)?.parentId ?? '');
  }
  function descendantsOf(unitId: string): readonly Unit[] {
    const found = [...(children.get(unitId) ?? [])];
    for (let i = 0; i < found.length; i++) found.push(...(children.get(found[i]?.id ?? '') ?? []));
    return found;
  }
  return {
    get: (unitId) => byId.get(unitId),
    roots: children.get(null) ?? [],
    childrenOf: (unitId) => children.get(unitId) ?? [],
    ancestorsOf,
    descendantsOf,
  };
}

function refuseCycles(units: readonly Unit[], byId: ReadonlyMap<string, Unit>): void {
  const sound = new Set<string>();
  for (const start of units) {
    const path: string[] = [];
    const onPath = new Set<string>();
    let unit: Unit | undefined = start;
    while (unit !== undefined && !sound.has(unit.id)) {
      if (onPath.has(unit.id)) {
        throw coreError('UNIT_CYCLE', { unitId: unit.id, path: [...path, unit.id].join(' → ') });
      }
      path.push(unit.id);
      onPath.add(unit.id);
      unit = unit.parentId === null ? undefined : byId.get(unit.parentId);
    }
    for (const id of path) sound.add(id);
  }
}
