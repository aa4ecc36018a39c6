"""The front end: what is rejected before anything is adjudicated (999 and 277CA)."""
