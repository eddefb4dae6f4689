/**
 * Who can choose the text of a context, under the events that can start a run: `stranger` is anybody who may open an issue or a pull
 * request, `writer` somebody who may push, tag, release or start a run by hand. Null: GitHub or the workflow's own file decides.
 */
export type Author = 'stranger' | 'writer' | null;

/** Texts that strangers write (secure use reference, "Understanding the risk of script injections"), under the event that carries them. */
const STRANGERS_TEXT: readonly (readonly [path: RegExp, events: RegExp])[] = [
  [/^github\.head_ref$/, /^pull_request(?:_target)?$/],
  [
    /^github\.event\.pull_request\.(?:title|body|head\.(?:ref|label|repo\.(?:default_branch|description|homepage)))$/,
    /^pull_request(?:_target|_review|_review_comment)?$/,
  ],
  [/^github\.event\.changes\.(?:title|body)\.from$/, /^(?:pull_request(?:_target)?|issues|issue_comment|discussion)$/],
  [/^github\.event\.issue\.(?:title|body)$/, /^issues$|^issue_comment$/],
  [/^github\.event\.comment\.body$/, /_comment$/],
  [/^github\.event\.review\.body$/, /^pull_request_review$/],
  [/^github\.event\.discussion\.(?:title|body)$/, /^discussion(?:_comment)?$/],
  [/^github\.event\.pages\.(?:\*\.)?(?:page_name|title|summary)$/, /^gollum$/],
  [/^github\.event\.forkee\.(?:name|full_name|description|homepage|default_branch)$/, /^fork$/],
  // Commits come from merged pull requests as well: their messages and authors are the contributor's.
  [/^github\.event\.(?:head_commit|commits\.\*)\.(?:message|(?:author|committer)\.(?:name|email))$/, /^push$/],
  [
    /^github\.event\.workflow_run\.(?:head_branch|display_title|head_commit\.(?:message|(?:author|committer)\.(?:name|email))|head_repository\.description|pull_requests\.\*\.head\.ref)$/,
    /^workflow_run$/,
  ],
];

/** Names and texts that take write access to choose. */
const WRITERS_TEXT: readonly RegExp[] = [
  /^vars\./,
  /^github\.(?:ref|ref_name|base_ref)$/,
  /^github\.event\.(?:ref|base_ref|branch|client_payload\..+|inputs\..+)$/,
  /^github\.event\.release\.(?:name|body|tag_name|target_commitish)$/,
  /^github\.event\.pull_request\.(?:base\.(?:ref|label)|labels\.\*\.name|milestone\.title|head\.repo\.topics.*)$/,
  /^github\.event\.changes\.new_(?:discussion|issue)\.labels\.\*\.name$/,
  /^github\.event\.issue\.(?:labels\.\*\.name|milestone\.title)$/,
  /^github\.event\.(?:label\.(?:name|description)|milestone\.(?:title|description))$/,
  /^github\.event\.deployment\.(?:ref|description|payload\..+|payload)$/,
  /^github\.event\.merge_group\.(?:head_ref|base_ref|head_commit\.message)$/,
];

/** Objects that carry one of the texts above when they are written out whole, by the event that fills them. */
const STRANGERS_EVENT =
  /^(?:pull_request.*|issues|issue_comment|discussion.*|gollum|fork|push|workflow_run|commit_comment)$/;
const WHOLE =
  /^github(?:\.event(?:\.(?:pull_request|issue|comment|review|discussion|pages|forkee|head_commit|commits|workflow_run|changes)(?:\..+)?)?)?\.\*\*$/;

/** Only GitHub and the pusher write here, whatever stands around it. */
const PLAIN_OBJECT = /\.(?:user|owner|sender|labels|assignees?|base|number|id|sha|login)(?:\.\*)?\.\*\*$/;

/**
 * `path` in the lower-case form of `flowOf`. `events` are all that can start the run; a context that none of them fills is empty.
 * Null for `events` means that callers decide, so that any event could.
 */
export function authorOf(path: string, events: readonly string[] | null): Author {
  const filled = (pattern: RegExp) => events === null || events.some((event) => pattern.test(event));
  if (STRANGERS_TEXT.some(([text, event]) => text.test(path) && filled(event))) return 'stranger';
  if (WHOLE.test(path) && !PLAIN_OBJECT.test(path) && filled(STRANGERS_EVENT)) return 'stranger';
  return WRITERS_TEXT.some((text) => text.test(path)) ? 'writer' : null;
}

/** Whether a text can hold line breaks: names of branches and tags cannot (git check-ref-format). */
export const isOneLine = (path: string): boolean =>
  /^github\.(?:head_ref|ref|ref_name|base_ref)$|\.(?:head_branch|head\.ref|head\.label|default_branch)$/.test(path);
