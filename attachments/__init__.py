"""依据材料: the documents that a target rests on."""
