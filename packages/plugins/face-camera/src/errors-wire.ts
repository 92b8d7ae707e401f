import { defineErrors } from '@hadir/sdk';

export const WIRE_ERRORS = defineErrors({});
