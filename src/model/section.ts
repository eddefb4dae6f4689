export type SectionId = 'build' | 'attest' | 'sign' | 'actions' | 'next';

export type Section = { readonly id: SectionId; readonly number: string; readonly title: string };

/** The guide's sections in the guide's order: the highest impact first. */
export const SECTIONS: readonly Section[] = [
  { id: 'build', number: '1', title: 'Secure your build system' },
  { id: 'attest', number: '2', title: 'Generate artifact attestations' },
  { id: 'sign', number: '3', title: 'Sign your builds' },
  { id: 'actions', number: '4', title: 'Harden GitHub Actions' },
  { id: 'next', number: 'N', title: 'Next steps' },
];

export const sectionOf = (id: SectionId): Section => {
  const section = SECTIONS.find((each) => each.id === id);
  if (section === undefined) throw new Error(`no section ${id}`);
  return section;
};
