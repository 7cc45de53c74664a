"""Files in and out, and the management commands."""
