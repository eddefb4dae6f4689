import { describe, expect, it } from 'vitest';
import { flowOf } from '../../src/workflow/expression-flow.ts';

describe('flowOf', () => {
  it.each([
    ['github.head_ref || github.ref_name', ['github.head_ref', 'github.ref_name']],
    ['GitHub.Event.Issue.Title', ['github.event.issue.title']],
    ["github['event'].issue.title", ['github.event.issue.title']],
    ['github.event.commits[0].message', ['github.event.commits.*.message']],
    ['matrix[inputs.key]', ['matrix.*']],
    ["github.event_name == 'push' && github.head_ref || 'x'", ['github.head_ref']],
    ["contains(github.event.comment.body, 'x')", []],
    ['!github.head_ref', []],
    ["format('{0}-{1}', github.head_ref, matrix.os)", ['github.head_ref', 'matrix.os']],
    ["join(github.event.pull_request.labels.*.name, ',')", ['github.event.pull_request.labels.*.name']],
    ['fromJSON(needs.a.outputs.b)[0].c', ['needs.a.outputs.b']],
    ['toJSON(github.event)', ['github.event.**']],
    ["case(github.actor == 'x', inputs.a, inputs.b)", ['inputs.a', 'inputs.b']],
    ['hashFiles(github.head_ref)', []],
    ['(github.head_ref)', ['github.head_ref']],
    ["'text'", []],
  ])('%s carries %j', (expression, paths) => {
    expect(flowOf(expression)).toEqual({ known: true, paths });
  });

  it.each(['', 'bad(', 'unknown.context', 'noSuchFunction(1)'])('does not guess at "%s"', (expression) => {
    expect(flowOf(expression)).toMatchObject({ known: false });
  });
});
