"""What `explain` and `codes show` know: one word, looked up in everything the program goes by."""
