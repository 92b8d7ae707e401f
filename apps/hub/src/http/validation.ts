import type { FastifySchemaCompiler } from 'fastify';
import type { TSchema } from 'typebox';
import { Compile } from 'typebox/compile';
import { Value } from 'typebox/value';
import { schemaFaults } from '../config/index.js';
import { RequestFaults } from './problem.js';
import { unstorable } from './unstorable.js';

/** Checks requests with the very schemas that make the OpenAPI document. Texts from the URL are converted, bodies never. */
export const typeboxValidator: FastifySchemaCompiler<TSchema> = ({ schema, httpPart }) => {
  const check = Compile(schema);
  return (input: unknown) => {
    const fault = unstorable(input);
    if (fault) return { error: new RequestFaults([fault]) };
    const filled = Value.Default(schema, httpPart === 'body' ? input : Value.Convert(schema, input));
    return check.Check(filled) ? { value: filled } : { error: new RequestFaults(schemaFaults(check.Errors(filled))) };
  };
};
