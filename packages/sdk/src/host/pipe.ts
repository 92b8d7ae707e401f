/** The pipe between host and plugin process; 0 to 2 stay what they are for every program. */
export const PIPE_FD = 3;
