/** The first line to show so that the line at `cursor` is in sight: about in the middle, never beyond either end. */
export function windowTop(cursor: number, length: number, room: number): number {
  return clamp(cursor - Math.floor(room / 2), 0, Math.max(0, length - room));
}

export const clamp = (value: number, least: number, most: number): number => Math.max(least, Math.min(value, most));
