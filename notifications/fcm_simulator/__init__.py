"""A loopback FCM v1 server for development and tests: Google's answers, without Google. Imports nothing of Django."""
