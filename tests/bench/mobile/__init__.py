"""What the app costs: start, memory, frames, stalls, bytes. Each figure is taken in a fresh process."""
