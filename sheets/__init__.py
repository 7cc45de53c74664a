"""The document in the middle: pure, without database and without request."""
