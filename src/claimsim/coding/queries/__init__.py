"""Queries to the clinician: asked in compliant form, checked when others write them, and answered."""
