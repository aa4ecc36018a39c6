"""Modifiers, each with its evidence in the record."""
