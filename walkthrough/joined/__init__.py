"""One story of two processes: a client that tells, and an engine that tells it its half."""
