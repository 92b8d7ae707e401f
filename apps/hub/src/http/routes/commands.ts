import Type from 'typebox';
import { getCommand, getDevice, listCommands, requestCommand } from '../../devices/index.js';
import type { App } from '../app-types.js';
import { cutPage, decodeCursor, PageQuery, pageOf } from '../cursor.js';
import { callerOf } from '../guard.js';
import type { HubServices } from '../services.js';
import { IdParams, Uuid } from '../views/common.js';
import { CommandInput, CommandView, commandView } from '../views/device.js';

const Place = Type.Tuple([Type.String(), Type.String()]);

export function commandRoutes(app: App, services: HubServices): void {
  const tags = ['devices'];
  const { database } = services;

  app.post(
    '/devices/:id/commands',
    {
      config: { scope: 'devices:write' },
      schema: {
        tags,
        summary: 'Give a device an order',
        description:
          'Answers at once with the queued command; ask for its outcome by its id. With an `Idempotency-Key` the same order is given once, however often the request arrives.',
        params: IdParams,
        headers: Type.Object({
          'idempotency-key': Type.Optional(Type.String({ minLength: 1, maxLength: 200 })),
        }),
        body: CommandInput,
        response: { 202: CommandView },
      },
    },
    async (request, reply) => {
      const device = await getDevice(database, request.params.id);
      const caller = callerOf(request);
      const { command, deadlineSeconds = 300 } = request.body;
      const record = await requestCommand(database, device, command, {
        deadline: new Date(services.clock.now() + deadlineSeconds * 1000),
        actor: caller.actor,
        keyId: caller.keyId,
        idempotencyKey: request.headers['idempotency-key'],
      });
      services.fleetOrNull()?.wakeCommands();
      return reply.code(202).send(commandView(record));
    },
  );

  app.get(
    '/devices/:id/commands',
    {
      config: { scope: 'devices:read' },
      schema: {
        tags,
        summary: 'Orders to a device, newest first',
        params: IdParams,
        querystring: Type.Object(PageQuery),
        response: { 200: pageOf(CommandView) },
      },
    },
    async (request) => {
      const { limit, cursor } = request.query;
      await getDevice(database, request.params.id);
      const place = cursor === undefined ? undefined : decodeCursor(Place, cursor);
      const rows = await listCommands(database, request.params.id, {
        ...(place ? { before: { at: place[0], id: place[1] } } : {}),
        limit,
      });
      return cutPage(rows, limit, (row) => [row.requestedAt.toISOString(), row.id], commandView);
    },
  );

  app.get(
    '/devices/:id/commands/:commandId',
    {
      config: { scope: 'devices:read' },
      schema: {
        tags,
        summary: 'One order and its outcome',
        params: Type.Object({ id: Uuid, commandId: Uuid }),
        response: { 200: CommandView },
      },
    },
    async (request) => commandView(await getCommand(database, request.params.id, request.params.commandId)),
  );
}
