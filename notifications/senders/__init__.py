"""Ways to Firebase. `base` says what each of them promises; `http2` carries notices, `firebase` single messages."""
