"""Quality of the indicator: C45–C63."""
