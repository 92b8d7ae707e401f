/** How many frames and how long they took. */
export interface FrameStats {
  add(ms: number): void;
  read(): { readonly frames: number; readonly frameMs: number };
}

const REMEMBERED = 100;

export function createFrameStats(): FrameStats {
  let frames = 0;
  const last: number[] = [];
  return {
    add(ms) {
      frames += 1;
      last.push(ms);
      if (last.length > REMEMBERED) last.shift();
    },
    read: () => ({ frames, frameMs: last.length === 0 ? 0 : last.reduce((sum, ms) => sum + ms, 0) / last.length }),
  };
}
