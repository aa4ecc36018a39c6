"""Reading a note: its lines, sections and problems, and what each statement mentions and asserts."""
