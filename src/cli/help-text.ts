export const SUMMARY = "Walks a maintainer through GitHub's guide to securing a build system.";

export const COMMANDS = {
  init: 'look at the repository, choose what to change, deliver it as a pull request',
  check: 'look at the repository and report; for people and for CI',
  explain: 'what a control asks, why, and how it is judged',
  templates: 'the templates that new files are made from, and packs of your own',
} as const;

export const TEMPLATES_HELP = {
  list: 'list the templates of a pack',
  show: 'what a template asks, writes and leaves to you',
  render: 'print the file that a template would write',
  eject: 'copy templates to a folder, as a pack of your own to edit',
  lint: 'try the templates of a pack with every value, against the controls',
  new: 'begin a pack of your own',
} as const;

export const AFTER_HELP = `
Start
  harden-builds check --local        where this repository stands, from its files alone
  harden-builds init                 the wizard; ends with a pull request
  harden-builds init --demo          the wizard on a throwaway repository
  harden-builds init --dry-run --yes what it would change, changing nothing

Exit codes
  0   nothing to do: no gap at or above --fail-on, or the changes are delivered
  1   check found gaps, or templates lint faults
  2   a flag, a variable or a file given to it is not right
  3   the repository could not be read, or the delivery failed
  130 interrupted

Variables
  GH_TOKEN, GITHUB_TOKEN   the token for github.com; else the login of gh is used
  GH_ENTERPRISE_TOKEN      the token for another host
  HARDEN_BUILDS_<FLAG>     a flag's value: HARDEN_BUILDS_FAIL_ON=should
  NO_COLOR, FORCE_COLOR    colour off, on
`;
