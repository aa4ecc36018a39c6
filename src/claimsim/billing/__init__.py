"""From codes to money: charges, the claim, the practice's own edits, posting, follow-up and the statement."""
