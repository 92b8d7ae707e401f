/** What a key may do. `admin` includes everything; a `:write` includes the `:read` of the same area. */
export const SCOPES = [
  'admin',
  'plugins:read',
  'plugins:write',
  'devices:read',
  'devices:write',
  'people:read',
  'people:write',
  'events:read',
  'checkin:read',
  'checkin:write',
  'faces:read',
  'faces:enrol',
  'faces:write',
  'rules:read',
  'rules:write',
  'results:read',
  'results:write',
  'approvals:read',
  'approvals:write',
  'journal:read',
  'health:read',
  'health:write',
  'issues:read',
  'issues:write',
  'keys:read',
  'keys:write',
  'audit:read',
  'metrics:read',
] as const;
export type Scope = (typeof SCOPES)[number];

/** What a route asks for; `public` routes answer without a key, `any` asks for a key of whatever scope. */
export type RouteScope = Scope | 'public' | 'any';

export function allows(granted: readonly string[], wanted: Scope | 'any'): boolean {
  if (wanted === 'any' || granted.includes('admin') || granted.includes(wanted)) return true;
  return wanted.endsWith(':read') && granted.includes(`${wanted.slice(0, -':read'.length)}:write`);
}

/** The scopes in `wanted` that a holder of `granted` may not hand on. */
export function beyond(granted: readonly string[], wanted: readonly Scope[]): readonly Scope[] {
  return wanted.filter((scope) => !allows(granted, scope));
}
