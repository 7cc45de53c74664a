"""Years, dates and the plan against the text: C24–C30."""
