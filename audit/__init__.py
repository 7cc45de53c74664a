"""The record of who did what: append-only, at the bottom of the house."""
