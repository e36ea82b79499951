"""Everything that talks, remembers and queues. Imports no Kivy, so it is tested and reused without a window."""
