"""The state machine, opinions and frozen versions."""
