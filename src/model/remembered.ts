/**
 * A view of frozen things, made once for each of them and kept as long as they live: what a control found is asked again by each
 * of its remedies. `make` must be pure, and what it gives back is shared, so nobody may change it.
 */
export function remembered<First extends object, Second extends object, View>(
  make: (first: First, second: Second) => View,
): (first: First, second: Second) => View {
  const views = new WeakMap<First, WeakMap<Second, { readonly view: View }>>();
  return (first, second) => {
    const known = views.get(first) ?? new WeakMap<Second, { readonly view: View }>();
    views.set(first, known);
    const before = known.get(second);
    if (before !== undefined) return before.view;
    const view = make(first, second);
    known.set(second, { view });
    return view;
  };
}
