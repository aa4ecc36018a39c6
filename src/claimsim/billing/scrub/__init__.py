"""The practice's own edits, asked of every claim before it goes out (the scrubber)."""
