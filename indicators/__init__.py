"""The three-tier tree of a target and the table editor."""
