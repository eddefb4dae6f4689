import type { Route } from '../model/operation.ts';
import { originOf } from './origin.ts';
import type { Job } from './workflow-file.ts';
import { at, follow, isMapping, scalarsBelow } from './yaml-view.ts';

/** Inputs whose value only decides whether a cache is found. */
const CACHE_INPUT = /^(?:key|restore-keys|cache-key|prefix-key|shared-key)$/;

/**
 * Whether another value of the matrix would change nothing but the machine: its axis is named in `runs-on`, in names that are
 * only shown and in keys of caches, and nowhere else in the job. `route` is that of the value. A matrix with `exclude`, which
 * compares values, is left alone, and so is a job that takes the matrix as a whole.
 */
export function onlyPicksRunner(job: Job, route: Route): boolean {
  const [strategy, key, head, , inner] = route.slice(job.route.length);
  const axis = head === 'include' ? inner : head;
  if (strategy !== 'strategy' || key !== 'matrix' || typeof axis !== 'string') return false;
  const known = AXES.get(job) ?? new Map<string, boolean>();
  AXES.set(job, known);
  const answer = known.get(axis) ?? isOnlyRunner(job, axis);
  known.set(axis, answer);
  return answer;
}

/** Asked again for every value of an axis. */
const AXES = new WeakMap<Job, Map<string, boolean>>();

function isOnlyRunner(job: Job, axis: string): boolean {
  const matrix = follow(originOf(job), ['strategy', 'matrix']);
  if (!isMapping(matrix) || at(matrix, 'exclude') !== null) return false;
  return scalarsBelow(originOf(job)).every(({ value, route: where }) => {
    const inside = where.slice(job.route.length);
    return isHarmless(inside) || !mentions(value, axis);
  });
}

function isHarmless(inside: Route): boolean {
  const last = inside.at(-1);
  if (inside[0] === 'runs-on') return true;
  if (inside.at(-2) === 'with') return typeof last === 'string' && CACHE_INPUT.test(last);
  return last === 'name' && (inside.length === 1 || (inside.length === 3 && inside[0] === 'steps'));
}

/** `matrix.os` in any capitals, or the matrix in a way that could be anything. Other axes are nobody's business here. */
const mentions = (text: string, axis: string): boolean =>
  [...text.matchAll(/\bmatrix\b(?:\.([\w-]+))?/gi)].some(
    ([, name]) => name === undefined || name.toLowerCase() === axis.toLowerCase(),
  );
