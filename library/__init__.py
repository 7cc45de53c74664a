"""绩效指标库: indicators worth using again, where they were used, and which fit."""
