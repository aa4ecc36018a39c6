"""Words: how text becomes words, and the coder's tables the trees of terms that are looked for among them."""
