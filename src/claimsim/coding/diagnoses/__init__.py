"""From what a note mentions to ICD-10-CM codes: chosen, made specific, linked, completed and put in order."""
