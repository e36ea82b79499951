"""What the stub server answers, a subject a file: each has `ROUTES`, (pattern, method, action)."""
