import type { ImageName } from '../workflow/image-name.ts';

/** The digest that a tag names at its registry now, without a login; null when the registry does not say, or is not one that is asked. */
export type ReadsImageDigests = (image: ImageName) => Promise<string | null>;
