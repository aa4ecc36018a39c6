"""Procedures, tests, drugs and vaccines: found in the record and in prose, coded and grouped."""
