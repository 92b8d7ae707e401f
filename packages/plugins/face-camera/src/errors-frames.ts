import { defineErrors } from '@hadir/sdk';

export const FRAME_ERRORS = defineErrors({});
