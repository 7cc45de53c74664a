"""Form and completeness: C01–C23."""
