"""The report as a document: one typed context in, one tagged PDF out. Knows no database."""
