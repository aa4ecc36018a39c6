"""One encounter lived through: the flow, what it tells (events), what it asks (asks), who answers (seats), the log."""
