"""Rules: a document in, findings out; no database."""
