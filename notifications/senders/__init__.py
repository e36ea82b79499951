"""Transports. `base` says what every one of them promises; `fcm` is the one that is used."""
