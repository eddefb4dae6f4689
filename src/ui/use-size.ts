import { useStdout } from 'ink';
import { useEffect, useState } from 'react';

export type Size = { readonly rows: number; readonly columns: number };

/** The size of the terminal, now and after each change. Read once, at the root. */
export function useSize(): Size {
  const { stdout } = useStdout();
  const [size, setSize] = useState<Size>(() => sizeOf(stdout));
  useEffect(() => {
    const onResize = () => setSize(sizeOf(stdout));
    stdout.on('resize', onResize);
    onResize();
    return () => {
      stdout.off('resize', onResize);
    };
  }, [stdout]);
  return size;
}

/** Some terminals say zero, or nothing. */
const sizeOf = ({ rows, columns }: { rows?: number; columns?: number }): Size => ({
  rows: rows || 24,
  columns: columns || 80,
});
