"""What must be looked at before publication: C64–C66."""
