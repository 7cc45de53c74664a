"""Budget years, projects, funding plans, goals and targets."""
