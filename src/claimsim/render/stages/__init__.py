"""The stages of a case, each told by a function from an event to blocks."""
