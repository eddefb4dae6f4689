/** How often a property is tried: a little in the suite, at least 2000 times with EDIT_RUNS set (`EDIT_RUNS=2000 npx vitest run test/workflow/properties`). */
export function runs(inTheSuite: number): { readonly numRuns: number } {
  const wanted = Number(process.env.EDIT_RUNS ?? 0);
  return { numRuns: Math.max(inTheSuite, Number.isInteger(wanted) ? wanted : 0) };
}
