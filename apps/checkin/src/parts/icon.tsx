/** Drawn for this app on a grid of 24, two units thick. */
const PATHS = {
  check: 'M5 12.5l4.5 4.5L19 7.5',
  cross: 'M6.5 6.5l11 11M17.5 6.5l-11 11',
  clock: 'M12 7v5l3.5 2M12 3a9 9 0 1 0 0 18a9 9 0 1 0 0-18',
  warning: 'M12 9v4.5M12 17v.1M12 3.5L2.8 19.5h18.4z',
  offline: 'M3 3l18 18M8.5 15.5a5 5 0 0 1 7 0M5 12a10 10 0 0 1 4.2-2.5M19 12a10 10 0 0 0-6.5-2.9M12 19v.1',
  info: 'M12 11v6M12 7.5v.1M12 3a9 9 0 1 0 0 18a9 9 0 1 0 0-18',
  enter: 'M10 8l4 4l-4 4M14 12H4M13 4h5a2 2 0 0 1 2 2v12a2 2 0 0 1-2 2h-5',
  leave: 'M16 8l4 4l-4 4M20 12H10M11 4H6a2 2 0 0 0-2 2v12a2 2 0 0 0 2 2h5',
  lock: 'M8 11V8a4 4 0 0 1 8 0v3M6 11h12v9H6z',
  signal: 'M8 8a5.6 5.6 0 0 0 0 8M16 8a5.6 5.6 0 0 1 0 8M5 5a10 10 0 0 0 0 14M19 5a10 10 0 0 1 0 14M12 12v.1',
  phone: 'M8 3h8a1 1 0 0 1 1 1v16a1 1 0 0 1-1 1H8a1 1 0 0 1-1-1V4a1 1 0 0 1 1-1M11 18h2',
  send: 'M12 19V6M6.5 11.5L12 6l5.5 5.5',
  place: 'M12 21c4.5-4.6 6.5-8 6.5-11a6.5 6.5 0 0 0-13 0c0 3 2 6.4 6.5 11M12 10v.1',
  help: 'M9.2 9.2a2.9 2.9 0 1 1 4.2 2.6c-.9.5-1.4 1-1.4 2.2M12 17.2v.1M12 3a9 9 0 1 0 0 18a9 9 0 1 0 0-18',
} as const;
export type IconName = keyof typeof PATHS;

/** Beside words; it says nothing of its own to a screen reader. */
export function Icon({ name, size = 24 }: { readonly name: IconName; readonly size?: number }) {
  return (
    <svg class="icon" width={size} height={size} viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path d={PATHS[name]} />
    </svg>
  );
}
