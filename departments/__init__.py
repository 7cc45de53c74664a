"""The department tree, its people and what each may do."""
