"""What has happened, shown: terminal, plain text, JSON. Readers of the events, never of what made them.

``story.Story(explain, why=False).tell(event)`` turns events into blocks (`blocks`), one by one, in order;
``plain.PlainWriter(stream, width)`` and ``terminal.TerminalWriter(console)`` write blocks, through one layout;
``chart.chart_blocks(encounter, practice, names, explain)`` shows a chart; ``result.result_of(events, scenario)``
is the JSON object. Import what you need from its module: only `terminal` needs rich, only `result_schema` compiles
pydantic types.
"""
