import { useEffect, useRef } from 'preact/hooks';

/** The first line of a screen. It takes the focus, so that a screen reader says where one is now. */
export function ScreenTitle({ children }: { readonly children: string }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus({ preventScroll: true }), []);
  return (
    <h1 tabIndex={-1} ref={heading}>
      {children}
    </h1>
  );
}
