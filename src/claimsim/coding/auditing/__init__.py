"""What somebody assigned held against what the chart supports."""
