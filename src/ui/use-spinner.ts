import { useEffect, useState } from 'react';

const PATIENCE = 200;
const BEAT = 120;

/** The spinner's frame, or null before 200 ms have passed: what is quick needs no spinner. */
export function useSpinner(isActive: boolean, frames: readonly string[]): string | null {
  const [beat, setBeat] = useState(0);
  useEffect(() => {
    if (!isActive) return;
    let timer: ReturnType<typeof setInterval> | null = null;
    const patience = setTimeout(() => {
      setBeat(1);
      timer = setInterval(() => setBeat((before) => before + 1), BEAT);
    }, PATIENCE);
    return () => {
      clearTimeout(patience);
      if (timer !== null) clearInterval(timer);
      setBeat(0);
    };
  }, [isActive]);
  return beat === 0 ? null : (frames[beat % frames.length] ?? null);
}
