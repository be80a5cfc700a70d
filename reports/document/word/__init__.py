"""An issued report for Word, read out of the very PDF: it says what that says, word for word."""
