"""A flight simulator for medical coding and billing in the United States."""

__version__ = "0.1.0"
