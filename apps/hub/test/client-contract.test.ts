import type * as client from '@hadir/sdk/client';
import type { Static } from 'typebox';
import { describe, expectTypeOf, it } from 'vitest';
import type { SCOPES } from '../src/auth/index.js';
import type * as device from '../src/http/views/device.js';
import type { EventView } from '../src/http/views/event.js';

/** Compiled by the type checker: what the hub answers is what `@hadir/sdk/client` says, and takes what it sends. */
describe('the client and the hub agree', () => {
  it('on what the hub answers', () => {
    expectTypeOf<EventView>().toExtend<client.EventView>();
    expectTypeOf<device.DeviceView>().toExtend<client.DeviceView>();
    expectTypeOf<device.LadderView>().toExtend<client.LadderView>();
    expectTypeOf<Static<typeof device.CommandView>>().toExtend<client.CommandView>();
    expectTypeOf<Static<typeof device.CandidateView>>().toExtend<client.CandidateView>();
    expectTypeOf<Static<typeof device.DeviceUserView>>().toExtend<client.DeviceUserView>();
    expectTypeOf<Static<typeof device.PluginView>>().toExtend<client.PluginView>();
  });

  it('on what the client sends', () => {
    expectTypeOf<client.DeviceInput>().toExtend<Readonly<Static<typeof device.DeviceInput>>>();
    expectTypeOf<client.ProbeInput>().toExtend<Readonly<Static<typeof device.ProbeInput>>>();
    expectTypeOf<(typeof SCOPES)[number]>().toExtend<client.KeyInput['scopes'][number]>();
  });
});
