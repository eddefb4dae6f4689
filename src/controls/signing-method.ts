import type { Question } from '../model/question.ts';

/**
 * Where the key is that releases are signed with (catalogue 3.01), as the release templates name it in `signing`. The signature
 * of programs is inside the file, all others lie beside it.
 */
export const SIGNING_METHODS = {
  automatic: 'no key where the repository is public: Sigstore, keyless; else attestations only',
  keyless: 'no key: Sigstore, keyless',
  'attestation-only': 'no key: GitHub’s attestations, which the GitHub CLI checks',
  openpgp: 'an OpenPGP key, kept as a secret of a protected environment',
  'azure-artifact-signing': 'Azure Artifact Signing (Windows programs)',
  'azure-key-vault': 'a key in Azure Key Vault',
  'azure-key-vault-authenticode': 'a certificate in Azure Key Vault (Windows programs)',
  'aws-kms': 'a key in AWS KMS',
  'google-kms': 'a key in Google Cloud KMS',
  'vault-transit': 'a transit key in HashiCorp Vault',
  'macos-notarize': 'a Developer ID of Apple (macOS programs)',
  'private-runner': 'an HSM or a key on a private network',
} as const;

export type SigningChoice = keyof typeof SIGNING_METHODS;

/** What signs an image: its users check by digest, with cosign. */
export const IMAGE_METHODS = [
  'automatic',
  'keyless',
  'attestation-only',
  'azure-key-vault',
  'aws-kms',
  'google-kms',
  'vault-transit',
] as const satisfies readonly SigningChoice[];

export const isSigningChoice = (text: string): text is SigningChoice => Object.hasOwn(SIGNING_METHODS, text);

const question = (id: string, label: string, methods: readonly SigningChoice[]): Question => ({
  id,
  kind: 'choice',
  label,
  help: 'Without a key, Sigstore signs with the identity of the workflow and writes it to a public log. A key of yours needs what the steps by hand name.',
  choices: methods.map((value) => ({ value, label: SIGNING_METHODS[value] })),
  required: true,
  default: { value: 'automatic', from: 'no key to keep or lose, and nothing private in a public log' },
});

/** For files of a release. */
export const signingMethodQuestion: Question = question(
  'signing-key',
  'Where is the key that releases are signed with?',
  // The keys of an object literal are what its type says.
  Object.keys(SIGNING_METHODS) as SigningChoice[],
);

/** For an image. */
export const imageSigningQuestion: Question = question(
  'image-signing-key',
  'Where is the key that images are signed with?',
  IMAGE_METHODS,
);
