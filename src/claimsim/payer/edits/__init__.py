"""The edits of adjudication, one family to a file. Each is a small predicate over a claim or a line, with its source.
The edits of adjudication, one family to a file. Each is a small predicate over a claim or a line, with its source."""
