"""How dates look on pages and in forms: short, day first, for both languages (settings.FORMAT_MODULE_PATH)."""
