import type { Connection } from '../options.js';
import { type Listing, listing, type PageOptions } from '../pages.js';
import { path } from '../paths.js';
import { request } from '../request.js';
import type {
  MappingInput,
  MappingPatch,
  MappingView,
  PersonInput,
  PersonView,
  StationInput,
  StationView,
  UnitInput,
  UnitView,
  UnmappedView,
} from '../views/people.js';

export interface PeopleClient {
  /** By name. `search`: part of a name, or the start of a number. */
  list(options?: PageOptions & { readonly search?: string; readonly unitId?: string }): Listing<PersonView>;
  get(id: string, signal?: AbortSignal): Promise<PersonView>;
  /** Official numbers are checked; a refused one says why. People without NIP are welcome. */
  add(person: PersonInput, signal?: AbortSignal): Promise<PersonView>;
  /** `numbers` replaces all that there were. */
  change(id: string, change: Partial<PersonInput>, signal?: AbortSignal): Promise<PersonView>;
}

export function peopleClient(connection: Connection): PeopleClient {
  return {
    list: ({ search, unitId, ...page } = {}) => listing(connection, path('people'), { search, unitId }, page),
    get: (id, signal) => request(connection, 'GET', path('people', id), { signal }),
    add: (body, signal) => request(connection, 'POST', path('people'), { body, signal }),
    change: (id, body, signal) => request(connection, 'PATCH', path('people', id), { body, signal }),
  };
}

export interface MappingsClient {
  list(
    options?: PageOptions & { readonly deviceId?: string; readonly deviceUserId?: string; readonly personId?: string },
  ): Listing<MappingView>;
  get(id: string, signal?: AbortSignal): Promise<MappingView>;
  /** Gives a number on a device to a person; scans that came before are given to the person too. */
  add(mapping: MappingInput, signal?: AbortSignal): Promise<MappingView>;
  change(id: string, change: MappingPatch, signal?: AbortSignal): Promise<MappingView>;
  /** Takes a number back: its scans belong to nobody again. */
  remove(id: string, signal?: AbortSignal): Promise<void>;
  /** Numbers with scans that belong to nobody. */
  unmapped(options?: PageOptions & { readonly deviceId?: string }): Listing<UnmappedView>;
}

export function mappingsClient(connection: Connection): MappingsClient {
  return {
    list: ({ deviceId, deviceUserId, personId, ...page } = {}) =>
      listing(connection, path('mappings'), { deviceId, deviceUserId, personId }, page),
    get: (id, signal) => request(connection, 'GET', path('mappings', id), { signal }),
    add: (body, signal) => request(connection, 'POST', path('mappings'), { body, signal }),
    change: (id, body, signal) => request(connection, 'PATCH', path('mappings', id), { body, signal }),
    remove: (id, signal) => request(connection, 'DELETE', path('mappings', id), { signal }),
    unmapped: ({ deviceId, ...page } = {}) => listing(connection, path('unmapped'), { deviceId }, page),
  };
}

/** A short list that is given whole. */
export interface TreeClient<View, Input> {
  list(signal?: AbortSignal): Promise<readonly View[]>;
  add(input: Input, signal?: AbortSignal): Promise<View>;
  change(id: string, change: Partial<Input>, signal?: AbortSignal): Promise<View>;
  /** Only when nothing belongs to it. */
  remove(id: string, signal?: AbortSignal): Promise<void>;
}

export type UnitsClient = TreeClient<UnitView, UnitInput>;
export type StationsClient = TreeClient<StationView, StationInput>;

export const unitsClient = (connection: Connection): UnitsClient => treeClient(connection, 'units');
export const stationsClient = (connection: Connection): StationsClient => treeClient(connection, 'stations');

function treeClient<View, Input>(connection: Connection, name: string): TreeClient<View, Input> {
  return {
    list: async (signal) =>
      (await request<{ readonly items: readonly View[] }>(connection, 'GET', path(name), { signal })).items,
    add: (body, signal) => request(connection, 'POST', path(name), { body, signal }),
    change: (id, body, signal) => request(connection, 'PATCH', path(name, id), { body, signal }),
    remove: (id, signal) => request(connection, 'DELETE', path(name, id), { signal }),
  };
}
