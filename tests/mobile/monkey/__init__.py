"""A seeded random walk through the app on a bad network: no exception, nothing lost or doubled, flat memory."""
