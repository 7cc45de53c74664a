"""Goal, indicator and money against each other and across tables: C31–C44."""
