"""Scenario files: what they hold, reading them into a case, and what they expect of it."""
