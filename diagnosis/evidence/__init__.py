"""Files from outside: what they really are, and where they are kept. No model is touched here."""
