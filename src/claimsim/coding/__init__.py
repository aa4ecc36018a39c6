"""The coder: reads a chart and assigns codes, each with what supports it and why.

What the rest of the program may use::

    code_encounter(encounter, practice, manual, tables) -> Coding
    code_with_answers(encounter, practice, manual, tables) -> (Coding, answers, encounter with its addenda)
    check_query(text, options, record) -> findings
    record_of(encounter) -> text
    audit(reading, assignment, tables, on, price=None, record="") -> Coding
    assignment_of(coding) -> Assignment
    interpret(note) -> NoteReading
    CODING_RULES: Registry

``code_encounter`` is the reference coder's work: pure, deterministic, linear in the note's length, and it never
raises for what a note says. ``audit`` takes that reading and what somebody assigned, and returns the assigned codes
with the reading's evidence where it supports them, and a :class:`~claimsim.model.codes.Finding` where it does not
(``unsupported_diagnosis``, ``unsupported_service``, ``unbundled_service``, ``dropped_diagnosis``, ``dropped_service``,
``unsupported_modifier``, ``missing_modifier``, ``units_above``, ``units_below``, ``level_above``, ``level_below``,
``code_above``, ``code_below``, ``other_payers_code``, ``wrong_side``, ``invalid_code``, ``invalid_diagnosis``,
``unspecific_diagnosis``, ``wrong_pointer``, ``first_listed``, and ``query_*`` of queries that the coder wrote), with
its dollar effect where the practice's prices are given.
``interpret`` gives the note's lines, sections and mentions for a chart view. ``CODING_RULES`` holds the checks that a
``why`` names by id. Ways and words of the trade are tables: diagnosis_index, diagnosis_links, abbreviations,
section_headings, assertion_cues, body_sites, medications, procedure_index, repair_codes,
endoscopic_techniques, timed_add_ons, modifier_cues, muscles, vaccines and em_levels.
"""

from claimsim.coding.auditing.audit import assignment_of, audit
from claimsim.coding.auditing.findings import Price
from claimsim.coding.coder import code_encounter
from claimsim.coding.queries.answers import Answered, code_with_answers
from claimsim.coding.queries.query_check import check_query, record_of
from claimsim.coding.reading.note import Mention, NoteReading, interpret
from claimsim.coding.rules import CODING_RULES

__all__ = [
    "CODING_RULES",
    "Answered",
    "Mention",
    "NoteReading",
    "Price",
    "assignment_of",
    "audit",
    "check_query",
    "code_encounter",
    "code_with_answers",
    "interpret",
    "record_of",
]
